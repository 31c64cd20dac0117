import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { documentKey } from "../documentation";
import { copyDocuments } from "./copy-documents";
import { copyRecords } from "./copy-records";
import { DOCUMENTS_FOLDER } from "./layout";
import type { ResponseRequest, ResponseSources } from "./request";

/** What an answer would hold of records and of documents that they name. */
export interface ResponsePlan {
  /** As a list of redactions names them. */
  readonly items: readonly { readonly item: string; readonly what: string }[];
  /** Records and documents that would be left out. */
  readonly leftOut: number;
}

/**
 * Looks through the records for what would be handed over, and writes nothing but for a while into a temporary folder.
 * What is to be kept back must be among it.
 *
 * @throws UserError when the vault cannot be read, or something that is to be kept back would not be in
 */
export async function planResponse(
  request: Pick<ResponseRequest, "system" | "registeredModel" | "period" | "scope" | "redactions">,
  { records, documents, ring }: Pick<ResponseSources, "records" | "documents" | "ring">,
): Promise<ResponsePlan> {
  const folder = await mkdtemp(path.join(tmpdir(), "evidence-respond-"));
  try {
    const { redactions } = request;
    const copied = await copyRecords(records, folder, request, ring, redactions, () => undefined);
    const listed = await copyDocuments(documents, folder, copied.named, redactions);
    // Which pages would be generated is not known yet.
    redactions.finish((item) => !item.startsWith(`${DOCUMENTS_FOLDER}/`));
    const here = await Promise.all(
      copied.streams.map(async ({ stream }) => {
        const names = await readdir(path.join(folder, "records", stream)).catch((): string[] => []);
        return names.sort().map((name) => ({ item: `records/${stream}/${name}`, what: "record" }));
      }),
    );
    const kept = listed.filter(({ left_out }) => left_out === undefined);
    return {
      items: [
        ...here.flat(),
        ...kept.map(({ sha256, what, record }) => ({
          item: documentKey(sha256),
          what: `${what}, named by ${record}`,
        })),
      ],
      leftOut:
        listed.length -
        kept.length +
        copied.streams
          .flatMap(({ left_out }) => left_out)
          .reduce((sum, { first, last }) => sum + last - first + 1, 0),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

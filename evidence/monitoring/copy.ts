import { z } from "zod";
import { monitoringCopyUnreadable } from "../../errors";
import { documentKey, type DocumentStore } from "../documentation";
import { Identifier, Time } from "../event/values";
import { COPY_FORMAT } from "./document-writer";

const copySchema = z.strictObject({
  entries: z.array(z.json()),
  environment: Identifier,
  format: z.literal(COPY_FORMAT),
  leftOut: z.int().min(0),
  organisation: z.string(),
  period: z.exactOptional(z.strictObject({ from: Time, to: Time })),
  what: z.string(),
});

/** What was copied, as it is read back. */
export type MonitoringCopy = z.infer<typeof copySchema>;

/** No copy is longer: where one is begun anew is told by `DocumentWriter`, plus one entry, which is of one answer. */
const MOST_BYTES = 128 * 1024 ** 2;

/**
 * Reads a copy back. Its bytes are those of its digest, or this throws.
 *
 * @returns nothing where there is none
 * @throws UserError when it was changed, or is no copy
 */
export async function readCopy(
  documents: Pick<DocumentStore, "read">,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Promise<MonitoringCopy | undefined> {
  if (bytes > MOST_BYTES) throw monitoringCopyUnreadable(documentKey(sha256), `${bytes} bytes`);
  const source = await documents.read(sha256);
  if (source === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  let read = 0;
  for await (const piece of source) {
    read += piece.length;
    if (read > bytes)
      throw monitoringCopyUnreadable(documentKey(sha256), `more than the ${bytes} bytes of its record`);
    pieces.push(piece);
  }
  return parsed(Buffer.concat(pieces).toString("utf8"), documentKey(sha256));
}

function parsed(text: string, key: string): MonitoringCopy {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw monitoringCopyUnreadable(key, "no JSON");
  }
  const read = copySchema.safeParse(value);
  if (read.success) return read.data;
  throw monitoringCopyUnreadable(key, z.prettifyError(read.error).slice(0, 200));
}

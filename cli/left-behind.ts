import { readFile } from "node:fs/promises";
import path from "node:path";
import type { z } from "zod";
import { BUNDLE_FILES, findExportRecord, type ExportRecord } from "../evidence/export";
import type { RecordStore } from "../evidence/records";
import { fingerprint, type Signer } from "../evidence/signing";
import type { Verification } from "../evidence/verify";

/** A finished folder with a manifest, and how one knows it. */
interface Finished<Manifest> {
  readonly schema: z.ZodType<Manifest>;
  /** Whether it is what is asked for now. */
  readonly answers: (manifest: Manifest) => boolean;
  readonly verify: (out: string) => Promise<Pick<Verification, "verified" | "key">>;
  readonly record: (manifest: Manifest) => Promise<ExportRecord>;
}

/**
 * Writes the record that a finished folder lacks, as after a crash or a refusal of the store. Nothing is written, and nothing
 * returned, unless the folder at `out` answers the request, is signed with this key, verifies, and has no record yet.
 */
export async function recordWhatLacksIt<
  Manifest extends { readonly signing_key: { readonly fingerprint: string } },
>(
  out: string,
  { schema, answers, verify, record }: Finished<Manifest>,
  signer: Signer,
  store: RecordStore,
): Promise<{ manifest: Manifest; record: ExportRecord } | undefined> {
  const manifest = await finishedManifest(out, schema);
  if (manifest === undefined || !answers(manifest)) return undefined;
  const ours = fingerprint(signer.publicKeyPem);
  if (manifest.signing_key.fingerprint !== ours || (await findExportRecord(store, out)) !== undefined)
    return undefined;
  const { verified, key } = await verify(out);
  if (!verified || key.fingerprint !== ours) return undefined;
  return { manifest, record: await record(manifest) };
}

async function finishedManifest<Manifest>(
  out: string,
  schema: z.ZodType<Manifest>,
): Promise<Manifest | undefined> {
  const text = await readFile(path.join(out, BUNDLE_FILES.manifest), "utf8").catch(() => "null");
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

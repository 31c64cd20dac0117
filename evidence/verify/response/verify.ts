import { RESPONSE_FILES, type ResponseManifest } from "../../respond";
import { manifestSchema, type Manifest } from "../../export";
import type { Check } from "../check";
import { checkSignature, type VerifyingKey } from "../signature";
import type { OnProgress, Trust, Verification } from "../verify";
import { checkCase } from "./case-part";
import { checkChain } from "./chain-part";
import { responseChecks, type ResponseCheckName, type ResponseChecks } from "./checks";
import { checkDocuments } from "./documents-part";
import { checkExport } from "./export-part";
import { checkResponseSums, readResponseSums, ResponseReader } from "./folder";
import { checkGenerated } from "./generated-part";
import { readPart, readResponseManifest } from "./manifest";
import { checkRecords } from "./records-part";
import { checkCover, checkMissing, checkWithheld } from "./said-part";

/** What verifying an answer to an authority came to. */
export interface ResponseVerification {
  /** It is what the holder of the key signed, and its parts agree. What it says is missing does not change this. */
  readonly verified: boolean;
  readonly key: VerifyingKey;
  readonly checks: readonly Check<ResponseCheckName>[];
  /** What it says of itself, if that could be read. */
  readonly manifest: Omit<ResponseManifest, "files"> | undefined;
  /** Of the export in it, worked out here; undefined where it has none, or it could not be looked into. */
  readonly completeness: Verification["completeness"];
  readonly sealed: Verification["sealed"];
}

/**
 * Verifies an answer offline, in flat memory, with nothing but its files: only plain files with an answer's names are opened,
 * and only those that are what was signed are looked into. Throws UserError when there is no folder, or the file with the
 * exporter's key holds none.
 */
export async function verifyResponse(
  folder: string,
  trust: Trust = {},
  onProgress: OnProgress = () => undefined,
): Promise<ResponseVerification> {
  const checks = responseChecks();
  const reader = await ResponseReader.open(folder, checks);
  const sums = await readResponseSums(reader, checks);
  const key = await checkSignature(reader, trust.publicKey, checks);
  const role = trust.keyRing?.get(key.fingerprint ?? "")?.role;
  if (trust.keyRing !== undefined && key.fingerprint !== undefined && role !== "exporter")
    checks.fail(
      "signature",
      `with the key ring given, ${key.fingerprint} is ${role === undefined ? "unknown" : `the key of the role ${role}`}: only an exporter's may sign an answer`,
      RESPONSE_FILES.signature,
    );
  onProgress("comparing checksums");
  const intact = await checkResponseSums(reader, sums, checks);
  const manifest = await readResponseManifest(reader, intact, sums, key, checks);
  let exported: Verification | undefined;
  if (manifest === undefined) notLookedInto(checks);
  else {
    exported = await checkExport(reader, sums, manifest, trust, checks, onProgress);
    await checkCase(reader, intact, manifest, checks);
    onProgress("following the streams of records");
    const records = await checkRecords(reader, intact, manifest, trust.keyRing, checks);
    const documents = await checkDocuments(reader, intact, sums, manifest, records, checks);
    const chain = await checkChain(reader, intact, manifest, checks);
    await checkGenerated(reader, intact, manifest, checks);
    checkWithheld(reader, manifest, records?.file, documents, checks);
    const exportManifest = manifest.export && (await exportSays(reader, intact, checks));
    const seen = { exported: exportManifest, chain, records, documents };
    checkMissing(manifest, seen, checks);
    await checkCover(reader, intact, manifest, seen, checks);
  }
  const results = checks.results();
  return {
    verified: results.every(({ verdict }) => verdict === "met"),
    key,
    checks: results,
    manifest: manifest && withoutFiles(manifest),
    completeness: exported?.completeness,
    sealed: exported?.sealed,
  };
}

function notLookedInto(checks: ResponseChecks): void {
  const looked = ["export", "case", "records", "documentation", "chain", "withheld", "statements", "cover"] as const; // prettier-ignore
  for (const check of looked)
    checks.cannotTell(check, "not looked into: the manifest is not what was signed");
}

function exportSays(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  checks: ResponseChecks,
): Promise<Manifest | undefined> {
  return readPart(reader, intact, `export/${RESPONSE_FILES.manifest}`, manifestSchema, "export", checks);
}

function withoutFiles({ files: _, ...said }: ResponseManifest): Omit<ResponseManifest, "files"> {
  return said;
}

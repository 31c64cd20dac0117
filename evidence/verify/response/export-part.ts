import { EXPORT_FOLDER, RESPONSE_FILES, type ResponseManifest } from "../../respond";
import { verifyBundle, type Trust, type Verification } from "../verify";
import path from "node:path";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";

/**
 * Verifies the export bundle inside an answer as one by itself, and that it is this answer's: the same key, request and
 * manifest. Returns what verifying it came to.
 */
export async function checkExport(
  reader: ResponseReader,
  sums: ReadonlyMap<string, string>,
  manifest: ResponseManifest,
  trust: Trust,
  checks: ResponseChecks,
  onProgress: (doing: string) => void,
): Promise<Verification | undefined> {
  const said = manifest.export;
  const files = reader.names(`${EXPORT_FOLDER}/`);
  if (said === undefined) {
    for (const name of files) checks.fail("export", "an answer about a person's case holds no export", name);
    return undefined;
  }
  if (files.length === 0) {
    checks.fail("export", "it is not there", EXPORT_FOLDER);
    return undefined;
  }
  const found = await verifyBundle(path.join(reader.folder, EXPORT_FOLDER), trust, onProgress);
  for (const { check, verdict, file, reason } of found.checks)
    if (verdict !== "met")
      checks.fail(
        "export",
        `${check}: ${reason}`,
        file === undefined ? EXPORT_FOLDER : `${EXPORT_FOLDER}/${file}`,
        verdict,
      );
  const file = `${EXPORT_FOLDER}/${RESPONSE_FILES.manifest}`;
  const fail = (reason: string) => checks.fail("export", reason, file);
  if (sums.get(file) !== said.manifest_sha256) fail("it is not the export that this answer names");
  if (found.manifest === undefined) return found;
  const { request, counts, findings, signing_key: key } = found.manifest;
  const { system, environment, period, reference } = manifest.request;
  if (key.fingerprint !== manifest.signing_key.fingerprint) fail("it was signed with another key");
  const asked = { system, environment, reference, from: period.from, to: period.to };
  const exported = { ...request, from: request.period.from, to: request.period.to };
  for (const name of Object.keys(asked) as (keyof typeof asked)[])
    if (asked[name] !== exported[name])
      fail(`it is of another request: ${name} is ${String(exported[name])}, asked was ${asked[name]}`);
  const total = Object.values(findings).reduce((sum, each) => sum + each, 0);
  if (counts.events !== said.events || total !== said.findings)
    checks.fail(
      "statements",
      `the export has ${counts.events} event(s) and ${total} finding(s), said are ${said.events} and ${said.findings}`,
      RESPONSE_FILES.manifest,
    );
  return found;
}

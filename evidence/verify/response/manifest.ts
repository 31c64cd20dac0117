import type { z } from "zod";
import { RESPONSE_FILES, responseManifestSchema, type ResponseManifest } from "../../respond";
import { parseJson } from "../manifest";
import type { VerifyingKey } from "../signature";
import type { ResponseChecks, ResponseCheckName } from "./checks";
import type { ResponseReader } from "./folder";

const FILE = RESPONSE_FILES.manifest;

/** A JSON file of an answer, if it is what was signed and fits its schema. */
export async function readPart<Schema extends z.ZodType>(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  name: string,
  schema: Schema,
  check: ResponseCheckName,
  checks: ResponseChecks,
): Promise<z.infer<Schema> | undefined> {
  const bytes = intact.has(name) ? await reader.read(name) : undefined;
  if (bytes === undefined) {
    checks.cannotTell(check, "it is not what was signed, or too large, so it is not looked into", name);
    return undefined;
  }
  const parsed = schema.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  checks.fail(
    check,
    `it breaks its schema at ${issue?.path.join(".") || "its root"}: ${issue?.message}`,
    name,
  );
  return undefined;
}

/** Reads the manifest if it is what was signed, and compares it with SHA256SUMS and the key. */
export async function readResponseManifest(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  sums: ReadonlyMap<string, string>,
  key: VerifyingKey,
  checks: ResponseChecks,
): Promise<ResponseManifest | undefined> {
  const manifest = await readPart(reader, intact, FILE, responseManifestSchema, "manifest", checks);
  if (manifest === undefined) return undefined;
  const fail = (reason: string) => checks.fail("manifest", reason, FILE);
  const needed = [...sums.keys()].filter((name) => name !== FILE).sort();
  if (manifest.files.map(({ name }) => name).join("\n") !== needed.join("\n"))
    fail("it does not list each file of the answer once");
  for (const { name, bytes, sha256 } of manifest.files) {
    if (sums.get(name) !== sha256) fail(`its SHA-256 of ${name} is not the one in SHA256SUMS`);
    if (reader.has(name) && reader.bytes(name) !== bytes)
      fail(`${name} has ${reader.bytes(name)} bytes, the manifest says ${bytes}`);
  }
  if (key.fingerprint !== manifest.signing_key.fingerprint)
    fail("its signing key is not the key of the signature");
  const isCase = manifest.request.scope.by === "case";
  if (isCase !== (manifest.case !== undefined) || isCase === (manifest.export !== undefined))
    fail("an answer about a case has its entries and no export, any other one an export and no entries");
  return manifest;
}

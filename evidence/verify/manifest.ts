import { createHash } from "node:crypto";
import { BUNDLE_FILES, manifestSchema, type Manifest } from "../export";
import type { CheckList } from "./check";
import type { BundleReader } from "./folder";
import type { VerifyingKey } from "./signature";

const FILE = BUNDLE_FILES.manifest;

/** Reads the manifest if it is what was signed, and compares it with SHA256SUMS and the key. */
export async function readManifest(
  bundle: BundleReader,
  sums: ReadonlyMap<string, string>,
  key: VerifyingKey,
  checks: CheckList,
): Promise<Manifest | undefined> {
  const bytes = await bundle.read(FILE);
  if (bytes === undefined || createHash("sha256").update(bytes).digest("hex") !== sums.get(FILE)) {
    checks.cannotTell("manifest", "it is not what was signed, so it is not looked into", FILE);
    return undefined;
  }
  const parsed = manifestSchema.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    checks.fail(
      "manifest",
      `it breaks its schema at ${issue?.path.join(".") || "its root"}: ${issue?.message}`,
      FILE,
    );
    return undefined;
  }
  const manifest = parsed.data;
  const fail = (reason: string) => checks.fail("manifest", reason, FILE);
  const listed = manifest.files.map(({ name }) => name);
  const needed = [...BUNDLE_FILES.content, ...BUNDLE_FILES.optional.filter((name) => sums.has(name))];
  if (listed.join() !== needed.join()) fail("it does not list each file of the bundle once");
  for (const { name, bytes: size, sha256 } of manifest.files) {
    if (sums.get(name) !== sha256) fail(`its SHA-256 of ${name} is not the one in SHA256SUMS`);
    if (bundle.has(name) && bundle.bytes(name) !== size) {
      fail(`${name} has ${bundle.bytes(name)} bytes, the manifest says ${size}`);
    }
  }
  if (key.fingerprint !== manifest.signing_key.fingerprint)
    fail("its signing key is not the key of the signature");
  return manifest;
}

/** Parses JSON from bytes; undefined, which no schema takes, if it is none. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

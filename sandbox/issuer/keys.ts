import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { exportJWK, generateKeyPair, type JWK } from "jose";

export interface IssuerKeys {
  /** Private key that signs all tokens. */
  readonly signing: JWK & { readonly kid: string };
  /** Signs the cookies of its sign-in page. */
  readonly cookies: string;
}

export const ALGORITHM = "RS256";

/** Keys of the folder, made at the first start: tokens outlive a restart. */
export async function issuerKeysIn(dir: string): Promise<IssuerKeys> {
  const file = join(dir, "keys.json");
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text !== undefined) return JSON.parse(text) as IssuerKeys;
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const keys: IssuerKeys = {
    signing: { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: ALGORITHM, use: "sig" },
    cookies: randomBytes(32).toString("base64url"),
  };
  await mkdir(dir, { recursive: true });
  await writeFile(`${file}.draft`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.draft`, file);
  return keys;
}

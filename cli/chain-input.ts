import { readFile } from "node:fs/promises";
import { declared, type System } from "../configs";
import { chainInputCommitted, chainKeyUnusable, chainOptionInvalid } from "../errors";
import { keyedInputDigest } from "../evidence/event";

/** Shortest key: the length of the digest, as the clients ask for. */
const KEY_BYTES = 32;

/** Options that say which input. */
export interface InputOptions {
  readonly input: string;
  readonly key?: string | undefined;
  readonly scope?: string | undefined;
  readonly system?: string | undefined;
}

/** Hashes an input as the application did. @throws UserError without the key, or for a system that commits to its inputs */
export async function inputDigestOf(
  { input: file, key: keyFile, scope, system: id }: InputOptions,
  systems: readonly System[],
): Promise<string> {
  if (keyFile === undefined) throw chainKeyUnusable("--key", "none");
  const system = id === undefined ? undefined : declared("--system", systems, id);
  if (system?.inputReference.algorithm === "sha256-nonce") throw chainInputCommitted(system.id);
  const its = scope ?? system?.inputReference.scope;
  if (its === undefined)
    throw chainOptionInvalid(
      "--scope",
      "none",
      "the scope of the reference, or --system, whose config names it",
    );
  return keyedInputDigest(await keyIn(keyFile), its, await inputIn(file));
}

async function keyIn(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file).catch(() => {
    throw chainKeyUnusable(file, "no file that can be read");
  });
  const text = bytes.toString("latin1").trim();
  const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0;
  const key = isBase64 && bytes.length > KEY_BYTES ? Buffer.from(text, "base64") : bytes;
  if (key.byteLength < KEY_BYTES) throw chainKeyUnusable(file, `${key.byteLength} bytes`);
  return key;
}

async function inputIn(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw chainOptionInvalid("--input", file, "a file with the input as JSON");
  });
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What it holds is nobody's business, a terminal's log least of all.
    throw chainOptionInvalid("--input", file, "JSON, as the application had the input before it hashed it");
  }
}

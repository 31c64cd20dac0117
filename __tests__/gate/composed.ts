import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../evidence/signing";
import { composeGate, type ComposedGate } from "../../gate/compose";
import { freePort } from "../../sandbox/world/ports";
import { temporaryFolder } from "../temporary";

/** A gate with all its parts that listens: state in memory, vault and keys in a folder. */
export interface Composed {
  readonly gate: ComposedGate;
  readonly port: number;
  readonly url: string;
  /** Folder of the vault. */
  readonly vault: string;
  /** File of the key ring. */
  readonly keys: string;
}

/** @param before where MLflow and the issuer are. @default configs of the repository */
export async function startComposed(before: {
  readonly mlflow: string;
  readonly issuer: string;
  readonly configs?: string;
}): Promise<Composed> {
  const { mlflow, issuer, configs = "configs" } = before;
  const [folder, host, port] = [temporaryFolder(), "127.0.0.1", await freePort()];
  const vault = join(folder, "vault");
  mkdirSync(vault);
  const url = `http://${host}:${port}`;
  const signing = signingKey(folder);
  const gate = await composeGate(
    {
      ...{ environment: "sandbox", configs, mlflow, host, port, state: "memory://" },
      ...{ vault, vaultMayComeLater: false, issuer, publicUrl: url },
      sessionKeys: Buffer.alloc(32, 7).toString("base64"),
      ...signing,
    },
    () => undefined,
  );
  await gate.app.listen({ port, host });
  return { gate, port, url, vault, keys: signing.keys };
}

function signingKey(folder: string): { readonly signingKey: string; readonly keys: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const [key, ring] = [join(folder, "gate.pem"), join(folder, "keys.json")];
  writeFileSync(key, privateKey, { mode: 0o600 });
  const validFrom = new Date(Date.now() - 60_000).toISOString();
  const keys = [{ keyId: fingerprint(publicKey), role: "gate", publicKey, validFrom }];
  writeFileSync(ring, JSON.stringify({ schemaVersion: "1.0.0", keys }));
  return { signingKey: key, keys: ring };
}

import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint } from "../../evidence/signing";
import { composeGate, type ComposedGate } from "../../gate/compose";
import type { GateSettings } from "../../gate/settings";
import { freePort } from "../../sandbox/world/ports";
import { temporaryFolder } from "../temporary";

/** A gate with all its parts that listens: state in memory unless it is said where, vault and keys in a folder. */
export interface Composed {
  readonly gate: ComposedGate;
  readonly settings: GateSettings;
  readonly port: number;
  readonly url: string;
  /** Folder of the vault. */
  readonly vault: string;
  /** File of the key ring. */
  readonly keys: string;
  /** File of the key that signs what the detector records. */
  readonly detectorKey: string;
}

/** @param before where MLflow and the issuer are. @default configs of the repository */
export async function startComposed(before: {
  readonly mlflow: string;
  readonly issuer: string;
  readonly configs?: string;
  readonly state?: string;
}): Promise<Composed> {
  const { mlflow, issuer, configs = "configs", state = "memory://" } = before;
  const [folder, host, port] = [temporaryFolder(), "127.0.0.1", await freePort()];
  const vault = join(folder, "vault");
  mkdirSync(vault);
  const url = `http://${host}:${port}`;
  const signing = signingKeys(folder);
  const settings: GateSettings = {
    ...{ environment: "sandbox", configs, mlflow, host, port, state },
    ...{ vault, vaultMayComeLater: false, issuer, publicUrl: url },
    sessionKeys: Buffer.alloc(32, 7).toString("base64"),
    ...{ signingKey: signing.gate, keys: signing.keys },
  };
  const gate = await composeGate(settings, () => undefined);
  await gate.app.listen({ port, host });
  return { gate, settings, port, url, vault, keys: signing.keys, detectorKey: signing.detector };
}

/** A key for each role that writes here, and the ring that lists them. */
function signingKeys(folder: string): Record<"gate" | "detector" | "keys", string> {
  const validFrom = new Date(Date.now() - 60_000).toISOString();
  const keys: object[] = [];
  const keyOf = (role: string): string => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
      publicKeyEncoding: { type: "spki", format: "pem" },
    });
    const file = join(folder, `${role}.pem`);
    writeFileSync(file, privateKey, { mode: 0o600 });
    keys.push({ keyId: fingerprint(publicKey), role, publicKey, validFrom });
    return file;
  };
  const [gate, detector, ring] = [keyOf("gate"), keyOf("detector"), join(folder, "keys.json")];
  writeFileSync(ring, JSON.stringify({ schemaVersion: "1.0.0", keys }));
  return { gate, detector, keys: ring };
}

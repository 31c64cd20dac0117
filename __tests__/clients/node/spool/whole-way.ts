import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pemCheckpointSigner } from "../../../../clients/node";
import { FolderSource } from "../../../../evidence/archive";
import { exportBundle, parsePeriod } from "../../../../evidence/export";
import { keyRingOf } from "../../../../evidence/records";
import { pemSigner } from "../../../../evidence/signing";
import { verifyBundle } from "../../../../evidence/verify";
import { startDatadogStandIn } from "../../../../sandbox/datadog/server";
import { newKeyFile } from "../../../evidence/export/bundles";
import { archiveJson, stacksDir } from "../../../sandbox/synthesized";
import { temporaryFolder } from "../../../temporary";
import type { ApplicationJob } from "./application";

const DAY_MS = 86_400_000;

/** The way of events from an application to an examined export: intake, archive, vault, bundle. */

/** Datadog's intake and archive before a folder that stands for the vault. */
export async function datadog(vault: string) {
  const put = async (_: unknown, key: string, body: Buffer) => {
    if (key.includes("permission_testing")) return;
    const file = path.join(vault, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, body);
  };
  return startDatadogStandIn({
    stacksDir: await stacksDir({ "sandbox-datadog": { datadog_logs_archive: { art12: archiveJson() } } }),
    apiKey: "key",
    sink: { put },
    flushIntervalMs: 50,
  });
}

/** The key with which the application signs checkpoints, and the ring that knows it. */
function checkpointKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const file = path.join(temporaryFolder(), "checkpoints.pem");
  writeFileSync(file, pem, { mode: 0o600 });
  const ring = keyRingOf({
    schemaVersion: "1.0.0",
    keys: [
      {
        keyId: pemCheckpointSigner(pem).keyId,
        role: "emitter",
        systems: ["credit-scoring"],
        publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
        validFrom: "2020-01-01T00:00:00.000Z",
      },
    ],
  });
  return { file, ring };
}

/** A vault, what leads to it, and an application's job on it that does not end by itself. */
export async function beginning() {
  const from = Date.now();
  const vault = temporaryFolder();
  const { file, ring } = checkpointKey();
  const standIn = await datadog(vault);
  const job: ApplicationJob = {
    folder: path.join(temporaryFolder(), "spool"),
    intake: standIn.url,
    vault,
    checkpointKey: file,
    decisions: 100_000,
    atATime: 3,
  };
  return { from, vault, ring, standIn, job };
}

/** What an export of the vault since then holds, and what a stranger's verification of it says. */
export async function examined(vault: string, from: number, ring: ReturnType<typeof keyRingOf>) {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const out = path.join(temporaryFolder(), "bundle");
  const manifest = await exportBundle(
    {
      system: "credit-scoring",
      environment: "sandbox",
      period: parsePeriod(day(from), day(Date.now())),
      keyRing: ring,
      expectedEmitters: [{ service: "credit-scoring", at_least: 1 }],
    },
    { source: new FolderSource(vault), path: "art12" },
    { out, signer: await pemSigner(newKeyFile()), createdAt: new Date(Date.now() + 3 * DAY_MS) },
  );
  const { checks, completeness } = await verifyBundle(out, { keyRing: ring });
  expect(checks.filter(({ verdict }) => verdict !== "met")).toEqual([]);
  return { manifest, completeness };
}

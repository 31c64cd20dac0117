import { generateKeyPairSync } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FolderSource } from "../evidence/archive";
import { exportBundle, parsePeriod } from "../evidence/export";
import { pemSigner } from "../evidence/signing";
import { verifyBundle } from "../evidence/verify";
import { ENVIRONMENT, FIRST_DAY, LAST_DAY, makeArchive, SYSTEM } from "./archive";
import { printCost } from "./measure";

/** One step of the export's bench in a process of its own: `tsx bench/export-step.ts STEP FOLDER [EVENTS]`. */
const [step = "", folder = "", events = ""] = process.argv.slice(2);
const archive = join(folder, "archive");
const bundle = join(folder, "bundle");

const STEPS: Readonly<Record<string, () => unknown>> = {
  archive: () => console.log(JSON.stringify(makeArchive(archive, Number(events)))),
  export: () => printCost(makeBundle),
  verify: () => printCost(checkBundle),
};

async function makeBundle(): Promise<void> {
  const keyFile = join(folder, "key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(keyFile, 0o600);
  const request = { system: SYSTEM, environment: ENVIRONMENT, period: parsePeriod(FIRST_DAY, LAST_DAY) };
  const target = { out: bundle, force: true, signer: await pemSigner(keyFile), createdAt: new Date() };
  const source = { source: new FolderSource(archive), path: "art12" };
  const { counts } = await exportBundle(request, source, target, ({ stage, done, total }) => {
    if (done !== undefined) process.stderr.write(`${stage} ${done} of ${total}\r`);
  });
  if (counts.events !== Number(events)) throw new Error(`${counts.events} of ${events} events were exported`);
}

async function checkBundle(): Promise<void> {
  const { verified, checks } = await verifyBundle(bundle);
  if (!verified) throw new Error(`not verified: ${JSON.stringify(checks)}`);
}

if (!(step in STEPS) || folder === "")
  throw new Error("usage: tsx bench/export-step.ts STEP FOLDER [EVENTS]");
void STEPS[step]!();

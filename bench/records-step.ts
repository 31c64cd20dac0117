import { generateKeyPairSync } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { appendRecord, FolderRecordStore } from "../evidence/records";
import { pemSigner } from "../evidence/signing";
import { printCost } from "./measure";

/** Appends records to one stream in a folder: `tsx bench/records-step.ts FOLDER RECORDS`. */
const [folder = "", records = "0"] = process.argv.slice(2);

void printCost(async () => {
  const keyFile = join(folder, "key.pem");
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  writeFileSync(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  const [store, signer] = [new FolderRecordStore(folder), await pemSigner(keyFile)];
  for (let record = 0; record < Number(records); record++) {
    await appendRecord(store, signer, {
      stream: "gate",
      kind: "gate-decision",
      role: "gate",
      subject: [{ name: "model", digest: { sha256: "ab".repeat(32) } }],
      details: {
        act: "refuse",
        id: String(record),
        environment: "bench",
        principal: { issuer: "https://id.example", subject: "u", name: "u", kind: "service", via: "bearer" },
        model: { name: "model" },
        lacks: [],
      },
    });
  }
});

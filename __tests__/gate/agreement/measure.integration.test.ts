import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { FolderDocumentStore } from "../../../evidence/documentation";
import { FolderRecordStore, readKeyRing } from "../../../evidence/records";
import { pemSigner } from "../../../evidence/signing";
import { createUpstream } from "../../../gate/door/upstream";
import { openLedger } from "../../../gate/ledger";
import { approvalKeyOf, readFacts } from "../../../gate/facts";
import { ADA } from "../principals";
import { TamperedWorld } from "./tampered-world";
jest.setTimeout(560_000);
const BIN = resolve(__dirname, "../../../cli/bin.mjs");
test("measure", async () => {
  const world = (await TamperedWorld.start()) as TamperedWorld;
  await world.release("first", "champion");
  const N = 1000;
  await world.sql(
    `insert into registered_models (workspace, name, creation_time, last_updated_time) select 'default', 'm' || i, 1000, 1000 from generate_series(1, ${N}) i`,
    `insert into model_versions (workspace, name, version, creation_time, last_updated_time, current_stage, source, storage_location, run_id, status)
     select workspace, 'm' || i, v, creation_time, last_updated_time, 'None', source, storage_location, run_id, status from model_versions, generate_series(1, ${N}) i, generate_series(1, 5) v where name = 'credit-scoring' and version = 1`,
    `insert into model_version_tags (workspace, name, version, key, value) select workspace, 'm' || i, v, key, value from model_version_tags, generate_series(1, ${N}) i, generate_series(1, 5) v where name = 'credit-scoring' and version = 1`,
    `insert into registered_model_aliases (workspace, name, alias, version) select 'default', 'm' || i, 'champion', 5 from generate_series(1, 100) i`,
  );
  const upstream = createUpstream(world.gate.mlflow.url);
  const ledger = openLedger({
    records: new FolderRecordStore(world.gate.vault), documents: new FolderDocumentStore(world.gate.vault),
    signer: await pemSigner(world.gate.settings.signingKey!), ring: await readKeyRing(world.gate.keys), environment: "sandbox",
  });
  for (let i = 1; i <= 100; i++) {
    const subject = approvalKeyOf(await readFacts(upstream, { name: `m${i}`, version: "5" }));
    await ledger.write({ id: `i${i}`, act: "promote", principal: ADA, subject, door: { kind: "alias", name: "champion" }, approval: { id: "a", record: "records/gate/000000000001.dsse.json" } });
  }
  await upstream.close();
  const child = spawn(process.execPath, [BIN, "gate", ...world.options], { env: world.environment, stdio: ["ignore", "inherit", "inherit"] });
  const began = Date.now();
  let peak = 0;
  const timer = setInterval(() => {
    try { peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1])); } catch { /* over */ }
  }, 200);
  const [code] = await once(child, "exit");
  clearInterval(timer);
  console.error(`MEASURED code ${code} seconds ${(Date.now() - began) / 1000} peak MB ${peak / 1024}`);
  await world.stop();
});

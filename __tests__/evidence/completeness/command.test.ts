import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exportCommand } from "../../../cli/export";
import { verifyCommand } from "../../../cli/verify";
import { temporaryFolder } from "../../temporary";
import { TestArchive, TestEmitter } from "../archive/corpus";
import { jsonIn, newKeyFile } from "../export/bundles";
import { keyRingDocument, putCheckpoints } from "./checkpoints";

let printed: string;
beforeEach(() => {
  printed = "";
  jest.spyOn(console, "log").mockImplementation((text: string) => void (printed += `${text}\n`));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});

function written(name: string, content: unknown): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const ring = () => written("keys.json", keyRingDocument());

function count(inferences: number): string {
  const day = { from: "2026-11-24T00:00:00.000Z", to: "2026-11-25T00:00:00.000Z" };
  const counts = [{ ...day, count: inferences }];
  return written("count.json", { source: "RequestCount", unit: "inferences", counts });
}

/** Exports the day of one emitter, one inference between start and stop, with those options more. */
async function runExport(...more: string[]) {
  const emitter = new TestEmitter();
  const events = [
    emitter.emit("2026-11-24T08:00:00.000Z", "emitter_start"),
    emitter.emit("2026-11-24T08:30:00.000Z"),
    emitter.emit("2026-11-24T09:00:00.000Z", "emitter_stop"),
  ];
  const archive = await putCheckpoints(new TestArchive().putEvents(...events), events);
  const out = path.join(temporaryFolder(), "bundle");
  const selection = [
    "--system",
    "credit-scoring",
    "--environment",
    "sandbox",
    "--source-dir",
    archive.folder,
  ];
  const period = ["--from", "2026-11-24", "--to", "2026-11-24", "--created-at", "2026-12-01T00:00:00Z"];
  const rest = [
    "--signing-key",
    newKeyFile(),
    "--out",
    out,
    "--configs",
    path.join(__dirname, "../../../configs"),
  ];
  await exportCommand().parseAsync([...selection, ...period, ...rest, ...more], { from: "user" });
  return out;
}

async function runVerify(...args: string[]): Promise<void> {
  printed = "";
  process.exitCode = undefined;
  await verifyCommand().parseAsync(args, { from: "user" });
}

test("with key ring and count the export says level 3, and so does the report, part by part", async () => {
  const out = await runExport("--key-ring", ring(), "--independent-count", count(1));
  expect(process.exitCode).toBe(0);
  expect(printed).toContain("completeness, level 3: yes: as far as level 3 shows");
  const report = readFileSync(path.join(out, "report.html"), "utf8");
  for (const title of [
    "Level 1: numbers",
    "Level 2: checkpoints",
    "Level 3: independent",
    "Expected",
    "Clocks",
  ])
    expect(report).toContain(title);
  expect(report).toContain("as many inferences as RequestCount counted, 1 in all");
  expect(jsonIn(out, "manifest.json").request.expected_emitters).toEqual([
    { service: "credit-scoring", at_least: 1 },
  ]);
});

test("a count that differs ends the export with 2", async () => {
  await runExport("--key-ring", ring(), "--independent-count", count(2));
  expect(process.exitCode).toBe(2);
  expect(printed).toContain("finding: Fewer events than an independent source counted: 1 [count-missing]");
});

test("verify says what the exporter states, and what follows here, without and with a key ring", async () => {
  const out = await runExport("--key-ring", ring());
  await runVerify(out);
  expect(process.exitCode).toBe(0);
  expect(printed).toContain("completeness as the exporter states it: level 2: yes: ");
  expect(printed).toContain(
    "completeness as worked out here: level 1: unknown: cannot tell, because 3 checkpoint(s)",
  );
  await runVerify(out, "--key-ring", ring());
  expect(printed).toContain("completeness as worked out here: level 2: yes: ");
});

test("verify with a ring that does not accept the checkpoints ends with 2", async () => {
  const out = await runExport("--key-ring", ring());
  await runVerify(out, "--key-ring", written("keys.json", keyRingDocument({ systems: ["cv-screening"] })));
  expect(process.exitCode).toBe(2);
  expect(printed).toContain(
    "FAILED  completeness: manifest.json: with the key ring given it is unknown at level 1",
  );
});

test.each<[string, string[], string]>([
  ["key ring", ["--key-ring", "/nowhere/keys.json"], "key-ring-missing"],
  ["independent count", ["--independent-count", "/nowhere/count.json"], "independent-count-missing"],
])("a %s that is not there is told before anything is read", async (_, args, code) => {
  await expect(runExport(...args)).rejects.toMatchObject({ code });
});

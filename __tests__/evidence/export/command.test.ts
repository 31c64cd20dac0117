import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { exportCommand } from "../../../cli/export";
import { verifyCommand } from "../../../cli/verify";
import { FolderSource } from "../../../evidence/archive";
import { FolderRecordStore } from "../../../evidence/records";
import { sealArchive } from "../../../evidence/seal";
import { startAuthority } from "../../../sandbox/timestamp-authority/server";
import { temporaryFolder } from "../../temporary";
import { objectKey, TestArchive, TestEmitter } from "../archive/corpus";
import { actors, keyRingDocument } from "../records/actors";
import { newKeyFile } from "./bundles";

const CONFIGS = path.join(__dirname, "../../../configs");
const CREDENTIALS = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const former = { ...process.env };

let printed: string;
beforeEach(() => {
  printed = "";
  jest.spyOn(console, "log").mockImplementation((text: string) => void (printed += `${text}\n`));
  for (const name of CREDENTIALS) delete process.env[name];
});
afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
  process.env = { ...former };
});

function archive(): TestArchive {
  const emitter = new TestEmitter();
  return new TestArchive().putEvents(
    emitter.emit("2026-11-24T08:00:00.000Z", "emitter_start"),
    emitter.emit("2026-11-24T09:00:00.000Z", "emitter_stop"),
  );
}

interface Line {
  readonly out?: string;
  readonly source?: string | undefined;
  readonly [option: string]: string | undefined;
}

/** Runs `evidence export` for one day of a local archive, with what the test wants otherwise; returns the exit code. */
async function runExport(
  { out = path.join(temporaryFolder(), "bundle"), source = archive().folder, ...other }: Line = {},
  ...flags: string[]
) {
  const options = {
    system: "credit-scoring",
    environment: "sandbox",
    from: "2026-11-24",
    to: "2026-11-24",
    "signing-key": newKeyFile(),
    out,
    configs: CONFIGS,
    ...(source === "" ? {} : { "source-dir": source }),
    ...other,
  };
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
  await exportCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync([...args, ...flags], { from: "user" });
  return { code: process.exitCode ?? 0, out };
}

test("a clean export ends with 0, and says what was exported, signed and where it is", async () => {
  const { code, out } = await runExport();
  expect(code).toBe(0);
  expect(printed).toContain("2 event(s) of 1 emitter(s); 0 day(s) without an event");
  expect(printed).toContain(`evidence verify ${out}`);
});

test("an export with findings ends with 2, and names them; the bundle is written and verifies", async () => {
  const broken = archive().put(objectKey("2026-11-24T10:00:00.000Z"), Buffer.alloc(0));
  const { code, out } = await runExport({ source: broken.folder });
  expect(code).toBe(2);
  expect(printed).toContain("finding: Object without any line: 1 [object-empty]");
  process.exitCode = undefined;
  await verifyCommand().parseAsync([out], { from: "user" });
  expect(process.exitCode).toBe(0);
  expect(printed).toContain("recorded finding: Object without any line: 1 [object-empty]");
});

test("a period without events ends with 2, with a message of its own", async () => {
  const { code } = await runExport({ from: "2026-10-01", to: "2026-10-02" });
  expect(code).toBe(2);
  expect(printed).toContain(
    "no event in the period: whether the system was idle or its events were lost is not known",
  );
});

test("a dry run tells objects and bytes, and needs neither folder nor key", async () => {
  const { code, out } = await runExport({ "signing-key": undefined }, "--dry-run");
  expect(code).toBe(0);
  expect(printed).toMatch(
    /would read 2 object version\(s\), [\d.,]+ (bytes|KB), of the days 2026-11-23 to 2026-11-25/,
  );
  expect(printed).toContain("read from a local copy: nothing is to be paid");
  await expect(verifyCommand().parseAsync([out], { from: "user" })).rejects.toMatchObject({
    code: "bundle-missing",
  });
});

test("as JSON the result is the manifest, without its list of files", async () => {
  const { out } = await runExport({ reference: "12/26" }, "--json");
  const result = JSON.parse(printed);
  expect(result).toMatchObject({ out, request: { reference: "12/26" }, counts: { events: 2 }, findings: {} });
  expect(result.record).toBeNull();
  printed = "";
  await verifyCommand().parseAsync([out, "--json"], { from: "user" });
  expect(JSON.parse(printed)).toMatchObject({ bundle: out, verified: true, key: { pinned: false } });
});

test.each<[string, Line, string]>([
  ["a system that is not declared", { system: "credit-scorer" }, "not-declared"],
  ["an environment that is not declared", { environment: "prod" }, "not-declared"],
  ["a bad date", { from: "24.11.2026" }, "bad-period-bound"],
  ["a period that is reversed", { from: "2026-11-25" }, "period-reversed"],
  ["a bad time of creation", { "created-at": "yesterday" }, "bad-period-bound"],
  ["a missing key", { "signing-key": "/nowhere/key.pem" }, "signing-key-missing"],
  ["a missing folder", { source: "/nowhere/archive" }, "archive-folder-missing"],
])("%s is the user's fault (1), said as such", async (_, line, code) => {
  await expect(runExport(line)).rejects.toMatchObject({ code, exitCode: 1 });
});

test("a name that is not declared is answered with those that are", async () => {
  await expect(runExport({ system: "credit-scorer" })).rejects.toThrow(/credit-scoring, cv-screening/);
});

test.each(["out", "signing-key"])("without --%s the export says so", async (option) => {
  const line = option === "out" ? {} : { "signing-key": undefined };
  const args = [
    "--system",
    "credit-scoring",
    "--environment",
    "sandbox",
    "--from",
    "2026-11-24",
    "--to",
    "2026-11-24",
    "--configs",
    CONFIGS,
  ];
  const run = option === "out" ? parse(args) : runExport(line);
  await expect(run).rejects.toThrow(`required option '--${option}`);
});

const parse = (args: string[]) =>
  exportCommand()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .parseAsync(args, { from: "user" });

test("without AWS credentials the export says which are needed", async () => {
  const empty = path.join(temporaryFolder(), "none");
  writeFileSync(empty, "");
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SHARED_CREDENTIALS_FILE: empty,
    AWS_CONFIG_FILE: empty,
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  });
  await expect(runExport({ source: "" })).rejects.toMatchObject({ code: "aws-credentials-missing" });
});

test("text in evidence cannot steer the reader's terminal", async () => {
  const odd = archive().put("art12/dt=20261124/hour=08/\u001b[2Jx", Buffer.from("x"));
  await runExport({ source: odd.folder, reference: "a\u001b[31mb" });
  expect(printed).not.toContain("\u001b");
});

describe("a local copy that holds records", () => {
  async function sealedCopy() {
    const copy = archive();
    const authority = await startAuthority(temporaryFolder());
    await sealArchive({
      archive: { source: new FolderSource(copy.folder), path: "art12" },
      store: new FolderRecordStore(copy.folder),
      signer: actors.detector.signer,
      authority,
      work: temporaryFolder(),
    });
    await authority.stop();
    const ring = path.join(temporaryFolder(), "keys.json");
    writeFileSync(ring, JSON.stringify(keyRingDocument()));
    return { source: copy.folder, "key-ring": ring, "timestamp-ca": authority.caFile };
  }

  test("is compared with the seals in it, which are exported, too", async () => {
    const { code, out } = await runExport(await sealedCopy());
    expect(code).toBe(0);
    expect(printed).toContain(
      "seals: yes: each of the 2 object version(s) read is, byte for byte, what one of 1 seal(s)",
    );
    expect(readdirSync(out)).toEqual(expect.arrayContaining(["seals.ndjson", "timestamp-ca.pem"]));
  });

  test("is told apart from one without, of which seals say nothing", async () => {
    await runExport();
    expect(printed).toContain("seals: unknown: seals of the archive were not looked for");
  });

  test("is not read with a file that holds no certificate", async () => {
    const line = { "timestamp-ca": "/nowhere/ca.pem" };
    await expect(runExport(line)).rejects.toMatchObject({ code: "timestamp-ca-unusable" });
  });
});

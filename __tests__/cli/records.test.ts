import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readHead } from "../../evidence/records";
import { actors, stranger } from "../evidence/records/actors";
import { gateStream, RecordFolder } from "../evidence/records/streams";
import { keysFile, records } from "./run-records";

const KEYS = keysFile();
const verify = (folder: RecordFolder, ...more: string[]) =>
  records("verify", "--dir", folder.dir, "--keys", KEYS, ...more);
const headOption = async (folder: RecordFolder): Promise<string> => {
  const { sequence, sha256 } = await readHead(folder.store, "gate");
  return `${sequence}:${sha256}`;
};

describe("evidence records verify", () => {
  it("passes a stream nobody touched, prints its head to remember, and says what it cannot tell", async () => {
    const folder = await gateStream(3);
    const { exitCode, stdout } = await verify(folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("gate: 3 record(s), no finding");
    expect(stdout).toContain(`head ${await headOption(folder)}`);
    expect(stdout).toContain("cannot tell (no remembered head was given to compare with)");
  });

  it("exits with 2 and names the record when one was forged", async () => {
    const folder = await gateStream(3);
    await folder.reword(2, stranger, {});
    const { exitCode, stdout } = await verify(folder);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("gate: 3 record(s), 2 finding(s)");
    expect(stdout).toContain("records/gate/000000000002.dsse.json [unknown-key]");
  });

  it("gives the same as JSON", async () => {
    const folder = await gateStream(3);
    rmSync(folder.file(2));
    const { exitCode, stdout } = await verify(folder, "--json", "--stream", "gate");
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      streams: [{ stream: "gate", records: 2, tail: { whole: "unknown" } }],
      findings: [{ code: "sequence-missing", key: "records/gate/000000000002.dsse.json" }],
    });
  });

  it("passes against the head that was remembered, and shows a cut-off end", async () => {
    const folder = await gateStream(3);
    const head = await headOption(folder);
    expect(await verify(folder, "--stream", "gate", "--head", head)).toMatchObject({ exitCode: 0 });
    rmSync(folder.file(3));
    const { exitCode, stdout } = await verify(folder, "--stream", "gate", "--head", head);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("[truncated]");
  });

  it("shows that a stream is gone whose head was remembered", async () => {
    const folder = await gateStream(1);
    const head = await headOption(folder);
    rmSync(join(folder.dir, "records/gate"), { recursive: true });
    const { exitCode, stdout } = await verify(folder, "--stream", "gate", "--head", head);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("? records/gate/000000000001.dsse.json [stream-empty]");
  });

  it("shows a folder whose name no stream has", async () => {
    const folder = await gateStream(1);
    renameSync(join(folder.dir, "records/gate"), join(folder.dir, "records/Gate 2"));
    const { exitCode, stdout } = await verify(folder);
    expect(exitCode).toBe(2);
    expect(stdout).toContain("! records/Gate 2/ [unknown-name]");
  });

  it("never takes the absence of records for a pass", async () => {
    expect(await verify(new RecordFolder())).toMatchObject({ exitCode: 1, fault: "stream-not-found" });
  });
});

describe("evidence records list", () => {
  it("lists streams with the head to remember", async () => {
    const folder = await gateStream(2);
    const { stdout, exitCode } = await records("list", "--dir", folder.dir);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(await headOption(folder));
  });

  it("lists the records of a stream, those that say nothing too", async () => {
    const folder = await gateStream(3);
    writeFileSync(folder.file(2), "{}");
    const { stdout } = await records("list", "--dir", folder.dir, "--stream", "gate", "--json");
    expect(JSON.parse(stdout)).toMatchObject([
      { number: 1, kind: "gate-decision", role: "gate", subject: "credit-scoring/7" },
      { number: 2, unreadable: expect.any(String) },
      { number: 3, recordedAt: "2026-11-24T21:03:00.000Z" },
    ]);
    const table = await records("list", "--dir", folder.dir, "--stream", "gate");
    expect(table.stdout).toContain("gate-decision");
    expect(table.stdout).toContain("unreadable: payload");
  });
});

describe("evidence records show", () => {
  const show = (folder: RecordFolder, number: string, ...more: string[]) =>
    records("show", number, "--dir", folder.dir, "--stream", "gate", ...more);

  it("shows what a record says, and that nothing was checked without keys", async () => {
    const { exitCode, stdout, stderr } = await show(await gateStream(2), "2");
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      key: "records/gate/000000000002.dsse.json",
      keyId: actors.gate.keyId,
      statement: { predicate: { sequence: 2 } },
    });
    expect(stderr).toContain("not checked");
  });

  it("checks it with keys", async () => {
    const folder = await gateStream(2);
    expect(await show(folder, "2", "--keys", KEYS)).toMatchObject({ exitCode: 0, stderr: "" });
    await folder.reword(2, actors.exporter, {});
    const { exitCode, stdout } = await show(folder, "2", "--keys", KEYS);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ faults: [{ code: "not-entitled" }] });
  });

  it.each([
    ["no envelope", (folder: RecordFolder) => writeFileSync(folder.file(2), "{}")],
    ["a later version", (folder: RecordFolder) => writeFileSync(folder.file(2, "@v2"), "{}")],
    [
      "only a delete marker",
      (folder: RecordFolder) => renameSync(folder.file(2), folder.file(2, "@v2.delete-marker")),
    ],
  ])("exits with 2 where it meets %s", async (_, tamper) => {
    const folder = await gateStream(2);
    tamper(folder);
    expect(await show(folder, "2", "--keys", KEYS)).toMatchObject({ exitCode: 2 });
  });
});

describe("evidence records says what to change when", () => {
  const dir = () => gateStream(1).then((folder) => folder.dir);

  it.each<[string, (dir: string) => string[], string]>([
    ["no place is named", () => ["list"], "records-place-unclear"],
    ["two places are named", (at) => ["list", "--dir", at, "--environment", "sandbox"], "records-place-unclear"],
    ["the environment is not declared", () => ["list", "--environment", "moon"], "not-declared"],
    ["the folder is not there", (at) => ["list", "--dir", join(at, "nowhere")], "records-folder-missing"],
    ["the stream is not there", (at) => ["list", "--dir", at, "--stream", "gates"], "stream-not-found"],
    ["the record is not there", (at) => ["show", "7", "--dir", at, "--stream", "gate"], "record-not-found"],
    ["the number is none", (at) => ["show", "0", "--dir", at, "--stream", "gate"], "record-option-invalid"],
    ["the keys are not there", (at) => ["verify", "--dir", at, "--keys", "nowhere.json"], "key-ring-missing"],
    ["the head is none", (at) => ["verify", "--dir", at, "--keys", KEYS, "--stream", "gate", "--head", "3"], "record-option-invalid"],
    ["a head has no stream", (at) => ["verify", "--dir", at, "--keys", KEYS, "--head", `1:${"a".repeat(64)}`], "record-option-invalid"],
  ])("%s", async (_, args, fault) => {
    expect(await records(...args(await dir()))).toMatchObject({ exitCode: 1, fault });
  }); // prettier-ignore
});

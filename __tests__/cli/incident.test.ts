import { Command } from "commander";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { incidentCommand } from "../../cli/incident";
import type { Role } from "../../evidence/records";
import { actors } from "../evidence/records/actors";
import { temporaryFolder } from "../temporary";
import { keysFile, records, run } from "./run-records";

const DAY_MS = 24 * 60 * 60_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const keyOf = (role: Role): string => {
  const file = join(temporaryFolder(), `${role}.pem`);
  writeFileSync(file, actors[role].privateKey.export({ type: "pkcs8", format: "pem" }).toString(), {
    mode: 0o600,
  });
  return file;
};

describe("evidence incident", () => {
  const keys = keysFile();
  const officer = keyOf("security-officer");
  let dir: string;

  beforeEach(() => (dir = temporaryFolder()));

  const incident = (...args: string[]) =>
    run(incidentCommand() as Command, [...args, "--environment", "production", "--dir", dir, "--keys", keys]);
  const record = (step: string, ...args: string[]) =>
    incident("record", step, "--id", "inc-7", "--actor", "b.beispiel", "--signing-key", officer, ...args);
  const aware = (days = 1, ...more: string[]) =>
    record("aware", "--system", "credit-scoring", "--kind", "serious-incident", "--at", ago(days), ...more);
  const notice = () => record("notice", "--to", "the supervisor", "--report", "initial");
  const established = () => record("causal-link", "--link", "established", "--words", "shifted scores");

  it("records awareness, and says by when a report is due", async () => {
    const said = await aware(1, "--reference", "INC-7");
    expect(said).toMatchObject({ exitCode: 0 });
    expect(said.stdout).toMatch(/recorded: records\/security-officer\/000000000001.dsse.json/);
    expect(said.stdout).toMatch(/inc-7: credit-scoring, serious-incident \(INC-7\)/);
    expect(said.stdout).toMatch(
      /latest: {2}\S+, 15 days \(.*Article 73\(2\), serious-incident\), 14 days left/,
    );
    expect(await incident("status")).toMatchObject({ exitCode: 0 });
  });

  it("is a finding from the day after the last one, until a notice is recorded, which it then calls late", async () => {
    await aware(17);
    const overdue = await incident("status");
    expect(overdue).toMatchObject({ exitCode: 2 });
    expect(overdue.stdout).toContain("OVERDUE");
    expect(await notice()).toMatchObject({ exitCode: 0 });
    const reported = await incident("status");
    expect(reported).toMatchObject({ exitCode: 0 });
    expect(reported.stdout).toMatch(/! the first report was sent after the last day/);
  });

  it("is a finding at once when a causal link is established, whatever days are left", async () => {
    await aware();
    await established();
    const said = await incident("status", "--json");
    expect(said.exitCode).toBe(2);
    expect(JSON.parse(said.stdout)).toMatchObject({ incidents: [{ status: { state: "due-at-once" } }] });
  });

  it("shows closed incidents in the list alone, with every record", async () => {
    await aware();
    await notice();
    await record("closed", "--outcome", "reported", "--words", "the authority has closed its file");
    expect((await incident("status")).stdout).toMatch(/no open incident is recorded\n1 closed/);
    const { stdout } = await incident("list");
    expect(stdout.match(/- \S+ (\S+), by b.beispiel, security-officer/g)).toHaveLength(3);
  });

  it("leaves to the list what people recorded in words of their own", async () => {
    const details = join(temporaryFolder(), "details.json");
    writeFileSync(details, JSON.stringify({ phase: "found", reference: "INC-9" }));
    const by = ["--role", "security-officer", "--actor", "b.beispiel", "--signing-key", officer];
    await records("add", "--dir", dir, "--kind", "incident", "--details", details, ...by);
    expect((await incident("status")).stdout).toMatch(
      /no open incident is recorded\n1 closed, or of another kind/,
    );
    expect((await incident("list")).stdout).toMatch(/INC-9.*\n.*nobody has recorded that they are aware/);
  });

  it("writes nothing with --dry-run", async () => {
    expect(JSON.parse((await aware(1, "--dry-run")).stdout)).toMatchObject({
      art73: "aware",
      incident: "inc-7",
    });
    expect((await incident("list")).stdout).toMatch(/no incident is recorded/);
  });

  it.each<[string, () => ReturnType<typeof incident>, string]>([
    ["a step is of an incident that nobody is aware of", () => notice(), "incident-unknown"],
    ["awareness names no system", () => record("aware", "--kind", "death"), "incident-unknown"],
    ["a system is not declared", () => record("aware", "--kind", "death", "--system", "x"), "not-declared"],
    [
      "awareness names no kind",
      () => record("aware", "--system", "credit-scoring"),
      "incident-options-invalid",
    ],
    ["it lies in the future", () => aware(-1), "incident-options-invalid"],
    ["a step is given what it does not take", () => aware(1, "--to", "x"), "incident-options-invalid"],
    ["a text has two lines", () => aware(1, "--words", "two\nlines"), "incident-options-invalid"],
    ["an id has blanks", () => aware(1, "--id", "inc 7"), "incident-options-invalid"],
    ["a key is of another role", () => aware(1, "--signing-key", keyOf("gate")), "signing-key-not-entitled"],
  ])("refuses to record when %s", async (_, step, fault) => {
    const said = await step();
    expect([said.exitCode, said.fault]).toEqual([1, fault]);
  });

  it("refuses another system under the id of an incident", async () => {
    await aware();
    const said = await record("aware", "--system", "cv-screening", "--kind", "death");
    expect(said.fault).toBe("incident-of-another-system");
  });
});

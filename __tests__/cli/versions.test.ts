import { createServer, type Server } from "node:http";
import { writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { versionsCommand } from "../../cli/versions";
import { periodSince, VERSION_CHECK_STREAM } from "../../evidence/logged-versions";
import { peekRecord, readRecords, verifyRecords, type Details } from "../../evidence/records";
import { Answering } from "../evidence/datadog/answering";
import { hours, run as runOf, World } from "../evidence/logged-versions/world";
import { actors, ringWith, stranger, type Actor } from "../evidence/records/actors";
import { temporaryFolder } from "../temporary";
import { keysFile, run } from "./run-records";

/** Taken down before anybody asks it. */
const NOWHERE = "http://127.0.0.1:9";
const API_KEY = "an-api-key-that-stays-in-its-header";

const keyOf = ({ privateKey }: Actor): string => {
  const file = join(temporaryFolder(), "key.pem");
  writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
  return file;
};

/** An MLflow that knows these versions, by number, each with its run. */
async function mlflowServing(runs: Readonly<Record<string, string>>): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const version = new URL(request.url ?? "", "http://x").searchParams.get("version") ?? "";
    const found = runs[version];
    response.writeHead(found === undefined ? 404 : 200, { "content-type": "application/json" });
    const about = { name: "credit-scoring", version, creation_timestamp: 1, status: "READY", source: "models:/m", run_id: found };
    response.end(
      JSON.stringify(
        found === undefined ? { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no" } : { model_version: about },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
} // prettier-ignore

describe("evidence versions check", () => {
  const keys = keysFile();
  let world: World;
  let datadog: Answering;

  beforeEach(async () => {
    world = await World.made();
    await world.decide(-1, "promote", "1");
    world.log(1, "1");
    datadog = await Answering.start(202);
    process.env["DD_API_KEY"] = API_KEY;
  });
  afterEach(async () => {
    delete process.env["DD_API_KEY"];
    await datadog.stop().catch(() => undefined);
  });

  const check = (...more: string[]) =>
    run(versionsCommand(), [
      ...["check", "--environment", "sandbox", "--keys", keys, "--dir", world.dir],
      ...["--source-dir", world.archive.folder, "--from", hours(0), "--to", hours(24)],
      ...more,
    ]);
  const recording = (key: Actor = actors.detector) =>
    check("--record", "--signing-key", keyOf(key), "--datadog-api", datadog.url);

  async function recorded(): Promise<Details<"version-check">[]> {
    const found: Details<"version-check">[] = [];
    for await (const { bytes } of readRecords(world.records, VERSION_CHECK_STREAM)) {
      const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "unreadable";
      if (typeof peeked === "string" || peeked.said.kind !== "version-check") throw new Error("no check");
      found.push(peeked.said.statement.predicate.details);
    }
    return found;
  }
  const events = () =>
    datadog.requests
      .filter(({ url }) => url === "/api/v1/events")
      .map(({ body }) => JSON.parse(body) as { title: string; tags: string[]; alert_type: string });
  const kinds = () => events().map(({ tags }) => tags.filter((tag) => /^version_(check|finding):/.test(tag)));

  it("ends with 0 and says what it looked at, and what not, when they agree", async () => {
    const said = await check();
    expect(said.exitCode).toBe(0);
    expect(said.stdout).toMatch(/log and decisions agree: 1 entries, 1 model versions/);
    expect(said.stdout).toMatch(/not looked at: MLflow: it was not asked/);
  });

  it("asks MLflow where it is told where that is", async () => {
    const { url, server } = await mlflowServing({ "1": runOf("a") });
    world.log(2, "9");
    try {
      const said = await check("--mlflow", url, "--json");
      expect(JSON.parse(said.stdout)).toMatchObject({
        ...{ outcome: "disagrees", registry: "asked" },
        findings: [{ code: "unregistered", version: "9", is: "new" }],
      });
      expect(said.exitCode).toBe(2);
    } finally {
      server.close();
    }
  });

  it("judges from the vault alone while MLflow does not answer, and says so, with 2", async () => {
    const said = await check("--mlflow", NOWHERE, "--json");
    expect(said.exitCode).toBe(2);
    expect(JSON.parse(said.stdout)).toMatchObject({
      ...{ outcome: "unknown", registry: "no-answer", events: 1 },
      findings: [{ code: "not-told", found: expect.stringContaining("MLflow did not answer") }],
    });
  });

  it("records every check, a clean one too, and sends a zero for each code", async () => {
    expect(await recording()).toMatchObject({ exitCode: 0 });
    expect(await recorded()).toEqual([
      expect.objectContaining({ outcome: "agrees", events: 1, graceMinutes: 60, findings: [], registry: "not-asked" }),
    ]);
    expect((await verifyRecords(world.records, ringWith(), VERSION_CHECK_STREAM)).findings).toEqual([]);
    const series = datadog.requests.filter(({ url }) => url === "/api/v2/series");
    const points = series.flatMap(({ body }) => (JSON.parse(body) as { series: { metric: string; points: { value: number }[]; tags: string[] }[] }).series);
    expect(points.map(({ metric, points: [point], tags }) => [metric, point?.value, tags[2]]).sort()).toEqual(
      ["not-approved", "not-told", "other-digest", "retired", "unregistered"].map((code) => ["ai_act.versions.findings", 0, `version_finding:${code}`]),
    );
    expect(events()).toEqual([]);
  }); // prettier-ignore

  it("tells a finding once while it stands, and once more when it is gone", async () => {
    world.log(2, "9");
    expect(await recording()).toMatchObject({ exitCode: 2 });
    expect(await recording()).toMatchObject({ exitCode: 2 });
    expect(kinds()).toEqual([["version_check:new", "version_finding:not-approved"]]);
    await world.decide(26, "promote", "9");
    const later = ["--from", hours(24), "--to", hours(48)];
    world.log(30, "9");
    expect(
      await check(
        "--record",
        "--signing-key",
        keyOf(actors.detector),
        "--datadog-api",
        datadog.url,
        ...later,
      ),
    ).toMatchObject({ exitCode: 0 });
    expect(kinds().at(-1)).toEqual(["version_check:recovered", "version_finding:not-approved"]);
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual(["disagrees", "disagrees", "agrees"]);
  });

  it("tells again what Datadog did not take", async () => {
    world.log(2, "9");
    const refusing = await Answering.start(400);
    const to = (url: string) =>
      check("--record", "--signing-key", keyOf(actors.detector), "--datadog-api", url);
    const said = await to(refusing.url);
    await refusing.stop();
    expect(said).toMatchObject({ exitCode: 2 });
    expect(said.stderr).toContain("Datadog was not told everything");
    expect((await recorded())[0]?.findings).toEqual([expect.objectContaining({ told: false })]);
    await recording();
    expect((await recorded())[1]?.findings).toEqual([expect.objectContaining({ told: true })]);
  });

  it("ends with 1 where they agree, and a key that readers do not heed was to record it", async () => {
    const said = await recording(stranger);
    expect(said.exitCode).toBe(1);
    expect(said.stderr).toContain("the check could not be recorded");
    expect(await recorded()).toEqual([]);
  });

  it("never shows Datadog's key", async () => {
    world.log(2, "9");
    const { stdout, stderr } = await recording();
    expect(stdout + stderr + JSON.stringify(await recorded()) + JSON.stringify(events())).not.toContain(
      API_KEY,
    );
  });

  it.each([
    ["one end of a period alone", ["--from", "2026-11-20"], "versions-option-invalid"],
    ["a grace that is no number", ["--grace-minutes", "an hour"], "versions-option-invalid"],
    ["a grace of more than a week", ["--grace-minutes", "10081"], "versions-option-invalid"],
    ["an environment that is not declared", ["--environment", "nowhere"], "not-declared"],
    ["two ways to MLflow", ["--mlflow", NOWHERE, "--gate", NOWHERE], "registry-place-unclear"],
  ])("refuses %s", async (_, options, fault) => {
    const given = ["check", "--environment", "sandbox", "--keys", keys, "--dir", world.dir, ...options];
    expect(await run(versionsCommand(), given)).toMatchObject({ exitCode: 1, fault });
  });
});

describe("The period of a check that is asked for none", () => {
  const NOW = new Date("2026-11-24T02:30:00.000Z");
  it.each([
    ["the first time: two whole days", undefined, "2026-11-22"],
    ["a night after the last one: a day more, for what came late", "2026-11-23T00:00:00.000Z", "2026-11-22"],
    ["the same night again: the same days", "2026-11-24T00:00:00.000Z", "2026-11-22"],
    ["after nights that were missed: from where it was", "2026-11-10T00:00:00.000Z", "2026-11-09"],
    ["after more than a month: a month", "2026-01-10T00:00:00.000Z", "2026-10-24"],
  ])("is, %s", (_, checkedTo, from) => {
    expect(periodSince(checkedTo, NOW)).toEqual({
      from: `${from}T00:00:00.000Z`,
      to: "2026-11-24T00:00:00.000Z",
    });
  });
});

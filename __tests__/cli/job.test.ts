import { execFile } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jobArguments } from "../../cli/job-arguments";
import { JOB_METRIC, JOBS } from "../../configs";
import { FolderRecordStore } from "../../evidence/records";
import { startDatadogStandIn, type DatadogStandIn } from "../../sandbox/datadog/server";
import { keyRingDocument, actors } from "../evidence/records/actors";
import { MemorySink } from "../sandbox/memory-sink";
import { temporaryFolder } from "../temporary";

const ROOT = join(__dirname, "../..");
const KEYS = { DD_API_KEY: "key", DD_APP_KEY: "application-key" };

let datadog: DatadogStandIn;
beforeEach(async () => {
  datadog = await startDatadogStandIn({
    ...{
      stacksDir: temporaryFolder(),
      apiKey: KEYS.DD_API_KEY,
      sink: new MemorySink(),
      flushIntervalMs: 3_600_000,
    },
    applicationKeys: { [KEYS.DD_APP_KEY]: "jobs@example.org" },
  });
});
afterEach(() => datadog.stop());

/** A vault in a folder, with the key of the detector, for which jobs run as they do in a task. */
function house() {
  const dir = temporaryFolder();
  const vault = join(dir, "vault");
  mkdirSync(vault);
  const [keys, signingKey] = [join(dir, "keys.json"), join(dir, "detector.pem")];
  writeFileSync(keys, JSON.stringify(keyRingDocument()));
  writeFileSync(signingKey, actors.detector.privateKey.export({ type: "pkcs8", format: "pem" }));
  chmodSync(signingKey, 0o600);
  const run = (job: string, env: Readonly<Record<string, string>> = KEYS, more: readonly string[] = []) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const args = [
        ...[join(ROOT, "cli/bin.mjs"), "job", job, "--environment", "sandbox", "--keys", keys],
        ...["--signing-key", signingKey, "--dir", vault, ...more],
      ];
      const rest = Object.entries(process.env).filter(([name]) => !name.startsWith("DD_"));
      const child = execFile(
        process.execPath,
        args,
        { cwd: ROOT, env: { ...Object.fromEntries(rest), DD_HOST: datadog.url, ...env } },
        (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
      );
    });
  return { vault, run };
}

/** How often a job was counted, by its outcome, by what a monitor of Datadog's would see. */
async function beats(job: string, outcome: string): Promise<number> {
  const ask = async (method: string, place: string, body: object) => {
    const headers = { "dd-api-key": KEYS.DD_API_KEY, "dd-application-key": KEYS.DD_APP_KEY };
    const answer = await fetch(datadog.url + place, { method, headers, body: JSON.stringify(body) });
    return (await answer.json()) as { evaluations: readonly { monitor: string; value?: number }[] };
  };
  const name = `${job} ${outcome} ${Math.random()}`;
  const scope = `{env:sandbox,job:${job},outcome:${outcome}}`;
  await ask("POST", "/api/v1/monitor", {
    ...{ name, type: "query alert", tags: [] },
    query: `sum(last_1h):default_zero(sum:${JOB_METRIC}${scope}.as_count()) > 0`,
  });
  const at = new Date(Date.now() + 60_000).toISOString();
  const { evaluations } = await ask("POST", "/__sandbox/evaluate", { at });
  return evaluations.find(({ monitor }) => monitor === name)?.value ?? NaN;
}

describe("a scheduled job", () => {
  it("counts itself when it has run, and says that nothing was found", async () => {
    const { run, vault } = house();
    expect(await run("monitoring-snapshot")).toMatchObject({ code: 0 });
    expect(await new FolderRecordStore(vault).streams()).toEqual(["detector-monitoring"]);
    expect(await run("chain-check")).toMatchObject({
      code: 0,
      said: expect.stringContaining("1 copies of Datadog: 0 finding"),
    });
    expect([await beats("monitoring-snapshot", "clean"), await beats("chain-check", "clean")]).toEqual([
      1, 1,
    ]);
  }, 60_000);

  it("counts itself also where it found something, which is what it is for", async () => {
    const { run, vault } = house();
    await run("monitoring-snapshot");
    const [record = ""] = readdirSync(join(vault, "records/detector-monitoring"));
    appendFileSync(join(vault, "records/detector-monitoring", record), " ");
    const { code, said } = await run("chain-check");
    expect([code, said]).toEqual([2, expect.stringMatching(/^! records records\/detector-monitoring\//m)]);
    expect([await beats("chain-check", "finding"), await beats("chain-check", "clean")]).toEqual([1, 0]);
  }, 60_000);

  it("is not counted when it failed: its silence is noticed", async () => {
    const { run } = house();
    const { code, said } = await run("chain-check");
    expect([code, said]).toEqual([
      1,
      expect.stringContaining("the job failed (exit 1): no heartbeat is sent"),
    ]);
    expect([await beats("chain-check", "finding"), await beats("chain-check", "clean")]).toEqual([0, 0]);
  }, 60_000);

  it("ends with 1 where all was well and Datadog does not take its heartbeat", async () => {
    const { run } = house();
    await run("monitoring-snapshot");
    const { code, said } = await run("chain-check", { DD_API_KEY: "another" });
    expect([code, said]).toEqual([1, expect.stringContaining("was not sent: Datadog answered 403")]);
    expect(said).not.toContain("another");
  }, 60_000);

  it("says that nobody is told where there is no key", async () => {
    const { run } = house();
    await run("monitoring-snapshot");
    const { code, said } = await run("chain-check", {});
    expect([code, said]).toEqual([0, expect.stringContaining("there is no DD_API_KEY")]);
  }, 60_000);

  it("hands on what stands behind --", async () => {
    const { run } = house();
    const { said } = await run("monitoring-snapshot", KEYS, ["--", "--dry-run"]);
    expect(said).toContain("nothing was kept: this was a dry run");
  }, 60_000);

  it("that nobody declared is refused, with those there are", async () => {
    const { run } = house();
    const { code, said } = await run("sael");
    expect([code, said]).toEqual([1, expect.stringMatching(/job-unknown[^]*seal, monitoring-snapshot/)]);
  }, 60_000);
});

describe("the jobs that are declared", () => {
  const place = { environment: "production", configs: "configs", keys: "keys.json", signingKey: "key.pem" };

  it.each(JOBS)("$id has a command", (job) => {
    expect(jobArguments(job, { ...place, mlflow: "http://127.0.0.1:5000" }).length).toBeGreaterThan(1);
  });

  it("seals are dated and remembered by those the environment names, and checked against them", () => {
    const seals = {
      timestampAuthority: "https://tsa.example.org",
      timestampCa: "certificates/tsa.pem",
      witness: "https://witness.example.net/seals",
    };
    const commandOf = (id: string) => {
      const job = JOBS.find((each) => each.id === id);
      if (!job) throw new Error(`no job ${id}`);
      return jobArguments(job, { ...place, seals }).join(" ");
    };
    const checked = `--timestamp-ca ${join(place.configs, "certificates/tsa.pem")} --witness https://witness.example.net/seals`;
    expect(commandOf("seal")).toContain(`${checked} --timestamp-authority https://tsa.example.org`);
    expect(commandOf("chain-check")).toContain(checked);
  });

  it("the check of the registry wants to know where MLflow is", () => {
    const [check] = JOBS.filter(({ readsMlflow }) => readsMlflow);
    if (!check) throw new Error("no job reads MLflow");
    expect(() => jobArguments(check, place)).toThrow(expect.objectContaining({ code: "job-needs-mlflow" }));
  });
});

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  FolderRecordStore,
  peekRecord,
  readRecords,
  verifyRecords,
  type Details,
} from "../../evidence/records";
import { DISAGREEMENTS, REGISTRY_CHECK_STREAM } from "../../gate/agreement";
import { Answering } from "../evidence/datadog/answering";
import { actors, ringWith, stranger, type Actor } from "../evidence/records/actors";
import { ROOT } from "../gate/decisions/fake-mlflow";
import { served } from "../gate/agreement/served";
import { stampedAndApproved } from "../gate/agreement/stamped";
import type { Survivors } from "../gate/recovery/survivors";
import { temporaryFolder } from "../temporary";
import { gate, keysFile } from "./run-records";

const WEIGHTS = `${ROOT}/data/model.pkl`;
const API_KEY = "an-api-key-that-stays-in-its-header";

interface SentEvent {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly alert_type: string;
  readonly aggregation_key: string;
}

describe("evidence gate check --record", () => {
  let survivors: Survivors;
  let mlflow: Awaited<ReturnType<typeof served>>;
  let datadog: Answering;

  beforeEach(async () => {
    survivors = await stampedAndApproved();
    await survivors.promote();
    mlflow = await served(survivors.mlflow);
    datadog = await Answering.start(202);
    process.env["DD_API_KEY"] = API_KEY;
  });
  afterEach(async () => {
    delete process.env["DD_API_KEY"];
    await Promise.all([mlflow.close(), datadog.stop().catch(() => undefined)]);
  });

  const keyOf = ({ privateKey }: Actor): string => {
    const file = join(temporaryFolder(), "key.pem");
    writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
    return file;
  };
  const check = (more: { readonly key?: Actor; readonly api?: string } = {}) =>
    gate(
      ...["check", "--environment", "production", "--keys", keysFile(), "--dir", survivors.folder.dir],
      ...["--mlflow", mlflow.url, "--record", "--json"],
      ...["--signing-key", keyOf(more.key ?? actors.detector), "--datadog-api", more.api ?? datadog.url],
    );
  const tamper = (text = "others") => survivors.mlflow.files.set(WEIGHTS, text);

  async function recorded(): Promise<Details<"registry-check">[]> {
    const found: Details<"registry-check">[] = [];
    for await (const { bytes } of readRecords(
      new FolderRecordStore(survivors.folder.dir),
      REGISTRY_CHECK_STREAM,
    )) {
      const peeked = peekRecord(bytes as Buffer);
      if (typeof peeked === "string" || peeked.said.kind !== "registry-check")
        throw new Error(String(peeked));
      found.push(peeked.said.statement.predicate.details);
    }
    return found;
  }
  const sentTo = (path: string): unknown[] =>
    datadog.requests.filter(({ url }) => url === path).map(({ body }) => JSON.parse(body) as unknown);
  const events = () => sentTo("/api/v1/events") as SentEvent[];
  const kinds = () =>
    events().map(({ tags, alert_type }) => [
      tags.find((tag) => tag.startsWith("registry_check:")),
      alert_type,
    ]);
  /** What of the counts is not zero, in the last look. */
  function counted(): string[] {
    const { series } = sentTo("/api/v2/series").at(-1) as {
      series: { metric: string; points: { value: number }[]; tags: string[] }[];
    };
    expect(new Set(series.map(({ metric }) => metric))).toEqual(new Set(["ai_act.registry.findings"]));
    const zeros = series.filter(({ tags }) => tags.includes("registered_model:none"));
    expect(zeros).toHaveLength(Object.keys(DISAGREEMENTS).length);
    return series.flatMap(({ points: [point], tags }) =>
      point?.value ? [`${point.value} ${tags.filter((tag) => !tag.startsWith("compliance")).join(" ")}`] : [],
    );
  }

  it("records a clean look, sends zeros, and disturbs nobody", async () => {
    expect(await check()).toMatchObject({ exitCode: 0 });
    const [details, ...more] = await recorded();
    expect(more).toEqual([]);
    expect(details).toMatchObject({ environment: "production", outcome: "agrees", places: 1, findings: [] });
    expect(counted()).toEqual([]);
    expect(events()).toEqual([]);
    const store = new FolderRecordStore(survivors.folder.dir);
    expect((await verifyRecords(store, ringWith(), REGISTRY_CHECK_STREAM)).findings).toEqual([]);
  });

  it("records what it finds, counts it, and tells it once: not again while it stands", async () => {
    tamper();
    const first = await check();
    expect(first.exitCode).toBe(2);
    expect(counted()).toEqual(["1 env:production disagreement:artifacts-changed registered_model:credit"]);
    expect(events()).toEqual([
      expect.objectContaining({
        title: "[EU AI Act] Records and registry disagree: credit version 1 (artifacts-changed)",
        text: expect.stringMatching(
          /^In words: .*\nFound: They were [0-9a-f]{64}, and are [0-9a-f]{64}\.\n- data\/model\.pkl was replaced: .*\nRecord: records\/gate\//,
        ) as string,
      }),
    ]);
    expect((await check()).exitCode).toBe(2);
    expect(kinds()).toEqual([["registry_check:new", "error"]]);
    const [one, two] = await recorded();
    expect(one?.findings).toEqual([
      expect.objectContaining({ code: "artifacts-changed", since: one?.checkedAt, told: true }),
    ]);
    expect(two?.findings).toEqual([
      expect.objectContaining({ code: "artifacts-changed", since: one?.checkedAt, told: true }),
    ]);
  });

  it("tells again what has become another finding, and that one is gone", async () => {
    const before = survivors.mlflow.files.get(WEIGHTS)!;
    tamper();
    await check();
    tamper("yet others");
    await check();
    survivors.mlflow.files.set(WEIGHTS, before);
    expect((await check()).exitCode).toBe(0);
    expect(kinds()).toEqual([
      ["registry_check:new", "error"],
      ["registry_check:changed", "error"],
      ["registry_check:recovered", "success"],
    ]);
    expect(new Set(events().map(({ aggregation_key }) => aggregation_key)).size).toBe(1);
    expect((await recorded()).map(({ outcome }) => outcome)).toEqual(["disagrees", "disagrees", "agrees"]);
    expect((await check()).exitCode).toBe(0);
    expect(events()).toHaveLength(3);
  });

  it("says of what it could not look at that it does not know: that is no agreement", async () => {
    survivors.mlflow.beforeArtifact = () => {
      throw new Error("the store does not answer");
    };
    const said = await check();
    expect(said.exitCode).toBe(2);
    expect(JSON.parse(said.stdout)).toMatchObject({
      outcome: "unknown",
      disagreements: [{ code: "not-told" }],
    });
    expect(await recorded()).toMatchObject([{ outcome: "unknown", findings: [{ code: "not-told" }] }]);
    expect(kinds()).toEqual([["registry_check:new", "error"]]);
  });

  it("loses no finding while Datadog does not answer, and tells it when it does", async () => {
    tamper();
    const gone = await Answering.start(202);
    const { url } = gone;
    await gone.stop();
    const said = await check({ api: url });
    expect(said.exitCode).toBe(2);
    expect(said.stderr).toContain("Datadog was not told everything: Datadog did not answer: ECONNREFUSED");
    expect((await recorded())[0]?.findings).toMatchObject([{ code: "artifacts-changed", told: false }]);
    await check();
    expect(kinds()).toEqual([["registry_check:new", "error"]]);
    const [one, two] = await recorded();
    expect(two?.findings).toMatchObject([{ since: one?.checkedAt, told: true }]);
  }, 30_000);

  it.each([
    ["agree", 1],
    ["disagree", 2],
  ])(
    "says with its exit code that nothing could be recorded where both %s, and tells Datadog all the same",
    async (what, exitCode) => {
      if (what === "disagree") tamper();
      const said = await check({ key: stranger });
      expect(said.exitCode).toBe(exitCode);
      expect(said.stderr).toContain("the check could not be recorded: ");
      expect(await recorded()).toEqual([]);
      expect(events()).toHaveLength(what === "disagree" ? 1 : 0);
      const { disagreements } = JSON.parse(said.stdout) as { disagreements: unknown[] };
      expect(disagreements).toHaveLength(what === "disagree" ? 1 : 0);
    },
  );

  it("is not kept from recording by words that somebody wrote into MLflow", async () => {
    survivors.mlflow.registered.set("shadow", { tags: [] });
    const name = "AKIAIOSFODNN7EXAMPLE\u001b[2J";
    survivors.mlflow.addVersion("9", { name, current_stage: "Production" });
    expect((await check()).exitCode).toBe(2);
    expect((await recorded())[0]?.findings).toMatchObject([
      { code: "not-recorded", model: "(left out: it seems to hold an AWS access key id)" },
    ]);
  });

  it("counts everything as new where no earlier record can be relied on", async () => {
    tamper();
    await check();
    const place = join(survivors.folder.dir, "records", REGISTRY_CHECK_STREAM);
    rmSync(place, { recursive: true });
    await check();
    expect(kinds()).toEqual([
      ["registry_check:new", "error"],
      ["registry_check:new", "error"],
    ]);
  });

  it("says where nobody is told, and never shows the key", async () => {
    delete process.env["DD_API_KEY"];
    const said = await check();
    expect(said).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining("DD_API_KEY is not set") as string,
    });
    expect(datadog.requests).toEqual([]);
    process.env["DD_API_KEY"] = API_KEY;
    tamper();
    const { stdout, stderr } = await check({ api: "http://127.0.0.1:1" });
    expect(stdout + stderr + JSON.stringify(await recorded())).not.toContain(API_KEY);
  }, 30_000);
});

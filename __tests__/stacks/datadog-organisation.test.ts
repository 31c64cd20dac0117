import { loadConfigs } from "../../configs";
import { covers, matchesLog, parseLogQuery } from "../../logquery";
import { readPipelines } from "../../sandbox/datadog/pipelines/definitions";
import { runPipelines } from "../../sandbox/datadog/pipelines/run";
import { receiveLog, type ReceivedLog } from "../../sandbox/datadog/received-log";
import { logLine, type Art12Event } from "../../evidence/event";
import { ART12_TAG, ENTRY_PARTS, EVENT_CHECKS_SHA256, INVALID_TAG } from "../../rules/facts/entries";
import { sha256 } from "../../rules/facts/tables";
import { TeamConfigs } from "../configs/team";
import { validEvent } from "../clients/vectors";
import { repositoryConfigs, resource, synthesize, type StackJson } from "./synthesized";

type Block = Record<string, unknown>;

const { stacks } = synthesize();
const STACK = stacks["sandbox-datadog"];

/** The synthesized pipeline as Datadog's API has it, which is what the stand-in runs. */
function pipelinesOf(stack: StackJson | undefined) {
  const { filter, processor, ...rest } = resource(stack, "datadog_logs_custom_pipeline", "art12") as Block & {
    filter: [Block];
    processor: Record<string, Block>[];
  };
  const processors = processor.flatMap((each) =>
    Object.entries(each).map(([kind, { category, ...values }]) => ({
      type: kind.replaceAll("_", "-"),
      ...values,
      ...(category !== undefined && { categories: category }),
    })),
  );
  return readPipelines([{ ...rest, id: "1", type: "pipeline", filter: filter[0], processors }]);
}

const NOW = new Date("2026-11-24T21:00:05.000Z");
const through = (sent: Block, tags: readonly string[] = []): ReceivedLog =>
  runPipelines(pipelinesOf(STACK), receiveLog(sent, tags, NOW));
const matches = (query: string, log: ReceivedLog) => matchesLog(parseLogQuery(query), log);

const inference = () => logLine(validEvent("inference") as Art12Event) as unknown as Block & { art12: Block };
const without = (line: Block, ...keys: string[]): Block =>
  Object.fromEntries(Object.entries(line).filter(([key]) => !keys.includes(key)));

const ARCHIVE = String(resource(STACK, "datadog_logs_archive", "art12_sandbox")["query"]);

describe("The pipeline of the organisation", () => {
  it("lets an entry through as it was sent, with its tags and no mark", () => {
    const sent = inference();
    const log = through(sent);
    expect(log.attributes["art12"]).toEqual(sent.art12);
    expect(matches(ARCHIVE, log)).toBe(true);
    expect(log.tags.filter((tag) => tag.startsWith(INVALID_TAG))).toEqual([]);
  });

  it.each<[string, Block, readonly string[]]>([
    ["lost all its tags", without(inference(), "ddtags"), []],
    [
      "carries the tag as an attribute",
      { ...without(inference(), "ddtags"), compliance: { art12: "true" } },
      [],
    ],
    ["was tagged false by somebody", { ...inference(), ddtags: "compliance.art12:false" }, []],
    ["lost its readable view, too", { art12: { entry: "{}", entry_sha256: "0" } }, []],
    ["lost the entry, and has its view", { art12: { event: validEvent("outcome") } }, []],
    ["is said to be one by an Agent only", { message: "hello" }, ["compliance.art12:true"]],
  ])("brings an entry into the archive that %s", (_, sent, tags) => {
    expect(matches(ARCHIVE, through(sent, tags))).toBe(true);
  });

  it.each<[string, Block, string]>([
    ["without a model version", edited("model", { version: undefined }), "event.model.version"],
    ["without a run", edited("model", { run_id: undefined }), "event.model.run_id"],
    ["without the hash algorithm", edited("input", { algorithm: undefined }), "event.input.algorithm"],
    ["with a hash algorithm nobody knows", edited("input", { algorithm: "md5" }), "event.input.algorithm"],
    ["without oversight flags", edited("oversight", { required: undefined }), "event.oversight"],
    ["with an override by nobody", edited("oversight", { override: true }), "event.oversight"],
    [
      "that is an operational log with a forged tag",
      { message: "GET /", ddtags: "compliance.art12:true" },
      "entry",
    ],
  ])("archives an entry %s, and marks it with the field", (_, sent, field) => {
    const log = through(sent);
    expect(matches(ARCHIVE, log)).toBe(true);
    expect(log.tags).toContain(`${INVALID_TAG}:true`);
    expect(log.tags).toContain(`${INVALID_TAG}_field:${field}`);
    expect(log.attributes["art12"]).toEqual(sent["art12"]);
  });

  it("leaves operational logs alone", () => {
    const log = receiveLog({ message: "GET /", service: "scoring" }, ["env:sandbox"], NOW);
    expect(runPipelines(pipelinesOf(STACK), log)).toBe(log);
  });

  it("lets the event decide over tags that an Agent gave, because the entry is the evidence", () => {
    const log = through(without(inference(), "ddtags"), ["env:host-of-the-agent", "ai_system:another"]);
    expect(log.tags).toEqual(
      expect.arrayContaining([
        "env:sandbox",
        "ai_system:credit-scoring",
        "event_type:inference",
        "model_version:7",
      ]),
    );
    expect(log.tags).not.toContain("env:host-of-the-agent");
  });

  it("is what the rules judge by", () => {
    const { filter, processor } = resource(STACK, "datadog_logs_custom_pipeline", "art12") as {
      filter: [{ query: string }];
      processor: {
        category_processor?: { target: string; category: { name: string; filter: { query: string } }[] };
      }[];
    };
    expect(filter[0].query).toBe(ENTRY_PARTS);
    const checks = processor.find((each) => each.category_processor?.target === "art12_check.field");
    const categories = checks?.category_processor?.category ?? [];
    const listed = categories.map(({ name, filter: { query } }) => ({ name, query }));
    expect(sha256(JSON.stringify(listed))).toBe(EVENT_CHECKS_SHA256);
    expect(`${ART12_TAG}:true`).toBe("compliance.art12:true");
  });
});

/** An inference with changes to one block of its event; `undefined` takes a field out. */
function edited(block: string, changes: Block): Block {
  const line = structuredClone(inference());
  const event = line.art12["event"] as Record<string, Block>;
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete event[block]?.[key];
    else event[block] = { ...event[block], [key]: value };
  }
  return line;
}

describe("The index of Art 12 log entries", () => {
  const index = (stack: StackJson | undefined) =>
    resource(stack, "datadog_logs_index", "art12") as Block & {
      filter: { query: string };
      exclusion_filter?: { is_enabled: boolean; filter: [{ query: string; sample_rate: number }] }[];
    };

  it("takes what the archive takes, and no operational log", () => {
    const { query } = index(STACK).filter;
    const wanted = parseLogQuery("compliance.art12:true");
    expect(covers(parseLogQuery(query), wanted).verdict).toBe("covers");
    expect(covers(wanted, parseLogQuery(query)).verdict).toBe("covers");
  });

  it("keeps nothing where nobody asked for it: entries are archived, and cost no indexing", () => {
    expect(
      repositoryConfigs().environments.find(({ id }) => id === "sandbox")?.datadog.index,
    ).toBeUndefined();
    expect(index(STACK).exclusion_filter).toMatchObject([
      { is_enabled: true, filter: [{ query: "*", sample_rate: 1 }] },
    ]);
  });

  it("keeps all where the config asks for it, up to a quota that Datadog warns of", () => {
    expect(index(stacks["example-datadog"])).toMatchObject({
      retention_days: 15,
      daily_limit: 2_000_000,
      daily_limit_warning_threshold_percentage: 80,
      disable_daily_limit: false,
    });
    expect(index(stacks["example-datadog"]).exclusion_filter).toBeUndefined();
  });
});

describe("What others configured in the organisation stays, behind ours", () => {
  it.each([
    [
      "datadog_logs_pipeline_order",
      "pipelines",
      "datadog_logs_custom_pipeline.art12.id",
      "datadog_logs_pipelines_order.current.pipeline_ids",
    ],
    [
      "datadog_logs_index_order",
      "indexes",
      "datadog_logs_index.art12.id",
      "datadog_logs_indexes_order.current.index_names",
    ],
    [
      "datadog_logs_archive_order",
      "archive_ids",
      "datadog_logs_archive.art12_sandbox.id",
      "datadog_logs_archives_order.current.archive_ids",
    ],
  ])("in %s", (type, attribute, ours, others) => {
    expect(resource(STACK, type, "art12_first")[attribute]).toBe(
      `\${distinct(concat([${ours}], data.${others}))}`,
    );
  });
});

describe("Two environments of one organisation", () => {
  const shared = () =>
    new TeamConfigs()
      .set("environments/sandbox.yaml", ["datadog", "org"], "example")
      .set("environments/sandbox.yaml", ["datadog", "archive"], "own-environment");

  it("share one pipeline, one index and their orders", () => {
    const both = synthesize(loadConfigs(shared().dir)).stacks;
    expect(both["sandbox-datadog"]).toBeUndefined();
    for (const type of ["custom_pipeline", "pipeline_order", "index", "index_order"])
      expect(Object.keys(both["example-datadog"]?.resource?.[`datadog_logs_${type}`] ?? {})).toHaveLength(1);
  });

  it.each<[string, unknown]>([
    ["index", "none"],
    ["roles", "none"],
    ["monitorTagPolicy", {}],
  ])("say what the organisation has once in one file only: %s", (key, value) => {
    const twice = shared().set("environments/sandbox.yaml", ["datadog", key], value);
    expect(() => loadConfigs(twice.dir)).toThrow(/organisation-wide-in-one-file/);
  });
});

describe("What the environment asks for besides", () => {
  const organisation = (path: readonly string[], value: unknown) =>
    synthesize(
      loadConfigs(new TeamConfigs().set("environments/sandbox.yaml", ["datadog", ...path], value).dir),
    ).stacks["sandbox-datadog"]?.resource;

  it("is no policy for everybody's monitors, unless the config says so", () => {
    expect(STACK?.resource?.["datadog_monitor_config_policy"]).toBeUndefined();
    expect(
      organisation(["monitorTagPolicy"], { otherValues: ["pci"] })?.["datadog_monitor_config_policy"],
    ).toMatchObject({
      compliance_tag: {
        tag_policy: {
          tag_key: "compliance",
          tag_key_required: false,
          valid_tag_values: ["eu-ai-act", "pci"],
        },
      },
    });
  });

  it("tell the people who are told of the vault, where the file names nobody else", () => {
    const monitors = Object.values(organisation(["notify"], undefined)?.["datadog_monitor"] ?? {});
    expect(monitors.length).toBeGreaterThan(0);
    for (const monitor of monitors) expect(monitor["message"]).toMatch(/@evidence-sandbox@example\.org$/m);
  });

  it("are no roles, where roles are managed elsewhere", () => {
    expect(organisation(["roles"], "none")?.["datadog_role"]).toBeUndefined();
  });

  it("are roles with the rights of their work, and none that everybody has", () => {
    const rights = Object.entries(STACK?.resource?.["datadog_role"] ?? {}).map(([key, role]) => {
      const permissions = role["permission"] as { id: string }[];
      expect(role["default_permissions_opt_out"]).toBe(true);
      return [key, permissions.map(({ id }) => /permissions\["(\w+)"\]/.exec(id)?.[1])];
    });
    expect(Object.fromEntries(rights)).toEqual({
      art12_archive_readers: ["logs_read_archives"],
      art12_archive_writers: ["logs_read_archives", "logs_write_archives"],
      art12_log_readers: ["logs_read_data", "logs_read_index_data"],
    });
  });
});

describe("A config that leaves something open is refused, with the place and what is needed", () => {
  it.each<[string, readonly (string | number)[], unknown, RegExp]>([
    ["nobody to tell", ["notify"], [], /sandbox\.yaml.*datadog\.notify/s],
    ["a receiver nobody knows", ["notify", 0], "@", /datadog\.notify/],
    ["an index without a quota", ["index"], { retentionDays: 15 }, /datadog\.index/],
    [
      "a warning after the quota",
      ["index"],
      { retentionDays: 15, dailyQuota: 10, warnAtPercent: 120 },
      /datadog\.index/,
    ],
    ["a word nobody knows", ["roles"], "some", /datadog\.roles/],
  ])("%s", (_, path, value, message) => {
    const team = new TeamConfigs().set("environments/sandbox.yaml", ["datadog", ...path], value);
    expect(() => loadConfigs(team.dir)).toThrow(message);
  });
});

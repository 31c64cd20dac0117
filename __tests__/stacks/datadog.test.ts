import { loadConfigs } from "../../configs";
import { covers, matchesLog, parseLogQuery, type LogRecord } from "../../logquery";
import { TeamConfigs } from "../configs/team";
import { repositoryConfigs, resource, synthesize } from "./synthesized";

/** An Art 12 log entry as Datadog holds it: the mark is a tag. */
const entry = (tags: readonly string[], attributes: Record<string, unknown> = {}): LogRecord => ({
  tags,
  attributes,
  message: "Art 12 inference",
  status: "info",
  service: "credit-scoring",
  host: "",
  source: "ai-act-evidence",
});

const archiveOf = (stack: string, id: string, configs = repositoryConfigs()) =>
  resource(synthesize(configs).stacks[stack], "datadog_logs_archive", id) as {
    query: string;
    include_tags: boolean;
    s3_archive: Record<string, string>;
  };

/** Two environments in one Datadog organisation. */
const sharedOrganisation = () =>
  loadConfigs(
    new TeamConfigs()
      .set("environments/sandbox.yaml", ["datadog", "org"], "example")
      .set("environments/sandbox.yaml", ["datadog", "archive"], "own-environment").dir,
  );

describe("The archive of Art 12 log entries", () => {
  const { query, include_tags, s3_archive } = archiveOf("sandbox-datadog", "art12_sandbox");

  it("takes every entry that carries the compliance tag, whatever else it carries", () => {
    expect(covers(parseLogQuery(query), parseLogQuery("compliance.art12:true")).verdict).toBe("covers");
    expect(matchesLog(parseLogQuery(query), entry(["compliance.art12:true"]))).toBe(true);
  });

  it("is not filled by operational logs, also not by those that only have an attribute of that name", () => {
    expect(matchesLog(parseLogQuery(query), entry(["env:sandbox"]))).toBe(false);
    expect(matchesLog(parseLogQuery(query), entry([], { compliance: { art12: "true" } }))).toBe(false);
  });

  it("keeps the tags, which Datadog leaves out unless told", () => {
    expect(include_tags).toBe(true);
  });

  it("writes into the locked vault of its environment, in a class Datadog can rehydrate from", () => {
    const { stacks } = synthesize();
    const vault = resource(stacks["sandbox-evidence-vault"], "aws_s3_bucket", "evidence_vault");
    expect(s3_archive["bucket"]).toBe(vault["bucket"]);
    expect(s3_archive["storage_class"]).toBe("STANDARD");
  });

  it("is written through a role that may write exactly there", () => {
    const { stacks } = synthesize();
    const logging = stacks["sandbox-art12-logging"];
    const role = resource(logging, "aws_iam_role", "datadog_archive");
    expect(s3_archive["role_name"]).toBe(role["name"]);
    const policy = String(resource(logging, "aws_iam_role_policy", "datadog_archive")["policy"]);
    expect(policy).toContain(`"arn:aws:s3:::${s3_archive["bucket"]}/${s3_archive["path"]}/*"`);
    expect(policy).not.toContain("s3:Delete");
  });

  it("stands before every other archive of the organisation, and keeps the others in their order", () => {
    const order = resource(
      synthesize().stacks["sandbox-datadog"],
      "datadog_logs_archive_order",
      "art12_first",
    );
    expect(order["archive_ids"]).toBe(
      "${distinct(concat([datadog_logs_archive.art12_sandbox.id], data.datadog_logs_archives_order.current.archive_ids))}",
    );
  });

  it("exists once for each environment of an organisation, and together they miss no entry, of no or unknown environment either", () => {
    const configs = sharedOrganisation();
    const sandbox = archiveOf("example-datadog", "art12_sandbox", configs);
    const production = archiveOf("example-datadog", "art12_production", configs);
    const either = parseLogQuery(`(${sandbox.query}) OR (${production.query})`);
    expect(covers(either, parseLogQuery("compliance.art12:true")).verdict).toBe("covers");
    expect(matchesLog(parseLogQuery(sandbox.query), entry(["compliance.art12:true", "env:production"]))).toBe(
      false,
    );
    const order = resource(
      synthesize(configs).stacks["example-datadog"],
      "datadog_logs_archive_order",
      "art12_first",
    );
    // The archive that takes the rest comes after the one that takes its own, or it would take everything.
    expect(order["archive_ids"]).toContain(
      "[datadog_logs_archive.art12_sandbox.id, datadog_logs_archive.art12_production.id]",
    );
  });
});

describe("The handshake with Datadog", () => {
  const logging = synthesize().stacks["sandbox-art12-logging"];

  it("lets only Datadog assume the role, and only with the external id made for us", () => {
    const trust = String(resource(logging, "aws_iam_role", "datadog_archive")["assume_role_policy"]);
    expect(JSON.parse(trust)).toMatchObject({
      Statement: [
        {
          Principal: { AWS: "arn:aws:iam::464622532012:root" },
          Condition: {
            StringEquals: { "sts:ExternalId": "${datadog_integration_aws_external_id.vault_account.id}" },
          },
        },
      ],
    });
  });

  it("registers the account after the role may write", () => {
    expect(resource(logging, "datadog_integration_aws_account", "vault_account")).toMatchObject({
      depends_on: ["aws_iam_role_policy.datadog_archive"],
      auth_config: { aws_auth_config_role: { role_name: "${aws_iam_role.datadog_archive.name}" } },
      metrics_config: { enabled: false },
    });
  });

  it("reaches the vault's key by alias, so that the stack plans without reading another's state", () => {
    expect(String(resource(logging, "aws_iam_role_policy", "datadog_archive")["policy"])).toContain(
      '"kms:ResourceAliases":"alias/ai-act-evidence-sandbox-vault"',
    );
  });
});

describe("Each compliance monitor (Art 72)", () => {
  const { stacks } = synthesize();
  const monitors = (["credit-scoring", "cv-screening"] as const).flatMap((system) =>
    Object.entries(stacks[`production-art72-monitoring-${system}`]?.resource?.["datadog_monitor"] ?? {}).map(
      ([key, monitor]) => ({
        system,
        key,
        monitor: monitor as Record<string, unknown> & {
          tags: string[];
          message: string;
          name: string;
          query: string;
        },
      }),
    ),
  );

  it("exists for every system: those of the log, of performance and of oversight that no config leaves out", () => {
    for (const system of ["credit-scoring", "cv-screening"])
      expect(monitors.filter((each) => each.system === system).map(({ key }) => key)).toEqual(
        expect.arrayContaining(["no_log_entries", "error_rate", "override_rate_high", "override_rate_low"]),
      );
  });

  it.each(monitors)(
    "of $system states its purpose in name, tags and message: $key",
    ({ system, monitor }) => {
      expect(monitor.name).toMatch(new RegExp(`^\\[EU AI Act\\]\\[Art \\d+\\]\\[${system}\\] `));
      expect(monitor.tags).toEqual(
        expect.arrayContaining([
          "compliance:eu-ai-act",
          "annex_iv:9",
          `ai_system:${system}`,
          "env:production",
        ]),
      );
      expect(monitor.tags.some((tag) => tag.startsWith("article:"))).toBe(true);
      expect(monitor.message).toMatch(/Serves: Art/);
      expect(monitor.message).toMatch(/Art 73 run from the moment a person becomes aware/);
    },
  );

  it.each(monitors)(
    "of $system notifies somebody and watches its own environment only: $key",
    ({ system, monitor }) => {
      expect(monitor.message).toMatch(/@[a-z]/);
      expect(monitor.query).toContain(`ai_system:${system},env:production`);
    },
  );

  it.each(monitors)(
    "of $system has the threshold of its query, which Datadog checks: $key",
    ({ monitor }) => {
      const critical = (monitor["monitor_thresholds"] as { critical: string }).critical;
      expect(monitor.query.endsWith(` ${critical}`)).toBe(true);
    },
  );

  it("speaks when there is no data, or leaves that to the one that does", () => {
    const speaking = monitors
      .filter(({ monitor }) => monitor["notify_no_data"] === true)
      .map(({ key }) => key);
    // What another program measures is watched by nothing else.
    expect(new Set(speaking)).toEqual(new Set(["no_log_entries", "latency", "fairness_gap"]));
    for (const { monitor } of monitors) expect(typeof monitor["notify_no_data"]).toBe("boolean");
  });

  it("counts metrics the organisation's stack makes from the log", () => {
    const metrics = Object.values(stacks["example-datadog"]?.resource?.["datadog_logs_metric"] ?? {}).map(
      ({ name }) => String(name),
    );
    for (const { monitor } of monitors) {
      const used = [...monitor.query.matchAll(/:(art12\.[a-z0-9_.]+)\{/g)].map(([, name]) => name);
      // A gauge of another program is no count of the log.
      expect(used.length > 0 || monitor["notify_no_data"] === true).toBe(true);
      expect(metrics).toEqual(expect.arrayContaining(used));
    }
  });
});

import { documentsOf, firstDifference } from "../../../evidence/documents";
import { ANNEX_IV, DOCUMENT_ELEMENTS, forbiddenWordsIn, OBLIGATIONS, PROVISIONS } from "../../../regulation";
import {
  CHANGES,
  DEPLOYERS,
  DEVELOPMENT,
  documentOf,
  FUNCTIONING,
  inputWith,
  LOGGING,
  PLAN,
  valuesOf,
  withoutUnwatchedRisks,
  type Stacks,
} from "./inputs";

const ASKED_OF = {
  [DEVELOPMENT]: DOCUMENT_ELEMENTS.development,
  [FUNCTIONING]: DOCUMENT_ELEMENTS.functioning,
  [CHANGES]: DOCUMENT_ELEMENTS.changes,
  [PLAN]: DOCUMENT_ELEMENTS.monitoringPlan,
  [LOGGING]: DOCUMENT_ELEMENTS.logging,
  [DEPLOYERS]: DOCUMENT_ELEMENTS.logsForDeployers,
};
const EVERYWHERE = ["credit-scoring", "cv-screening"].flatMap((system) =>
  ["production", "sandbox"].map((environment) => ({ system, environment })),
);

describe("Whoever knows what the Act asks of a document finds each thing there, or listed as missing", () => {
  it.each(Object.entries(ASKED_OF))("in %s, each once", async (name, asked) => {
    for (const where of EVERYWHERE) {
      const { elements } = await documentOf(name, where);
      expect(elements.map(({ asked: text }) => text).sort()).toEqual(asked.map((each) => each.asked).sort());
    }
  });

  it.each(Object.entries(ASKED_OF))("in %s, with who supplies what is missing", async (name) => {
    const { elements, markdown } = await documentOf(name, {
      declare: (system) => {
        delete system.documentation;
        delete system.production;
      },
      deploy: (stacks) => Object.keys(stacks).forEach((stack) => delete stacks[stack]),
    });
    const missing = elements.filter(({ state }) => state === "missing");
    for (const { note, asked } of missing) {
      expect(note).toMatch(
        /The (?:provider|platform engineer) supplies (?:it|them)\b|The provider supplies (?:it|them):/,
      );
      expect(markdown).toContain(`**Missing: ${asked}`);
    }
    expect(missing.length).toBeGreaterThan(name === LOGGING || name === DEPLOYERS ? 0 : 1);
  });

  it("refers to sections and provisions that exist", () => {
    const known = new Set<string>([...ANNEX_IV.map(({ ref }) => ref), ...PROVISIONS.map(({ id }) => id)]);
    const refs = Object.values(DOCUMENT_ELEMENTS).flatMap((all) => all.map(({ ref }) => ref));
    expect(refs.filter((ref) => !known.has(ref))).toEqual([]);
  });
});

describe("The post-market monitoring plan of credit-scoring", () => {
  it("has every element of Annex IV(9) and Article 72(1) to (3), but for a risk that nothing watches", async () => {
    const { elements } = await documentOf(PLAN);
    expect(elements.filter(({ state }) => state !== "present").map(({ note }) => note)).toEqual([
      "No synthesized monitor watches `R-5`. The provider supplies it: `documentation.functioning.risks[].monitors` in the system's file.",
    ]);
  });

  it.each([
    ["the archive's bucket and lock", "`COMPLIANCE`, 3653 days"],
    [
      "a monitor with its query",
      "`sum(last_15m):sum:art12.outcomes{outcome:discrimination_alleged,ai_system:credit-scoring,env:production}.as_count() > 0`",
    ],
    ["an objective with its target", "| Time in which log entries came | 99 % in 30 days |"],
    ["the saved queries", "`volume-and-gaps`"],
    ["when the plan is reviewed next", "| Next review, at the latest | 2027-11-09 |"],
    ["who answers for it", "| The plan | Head of credit risk models |"],
    [
      "a link to the live monitors",
      "](https://app.datadoghq.eu/monitors/manage?q=tag%3A%22ai_system%3Acredit-scoring%22",
    ],
    ["the latest days of a report on an incident", "- death: 10 days at the latest (Article 73(4))"],
    ["that the Commission's text is to be read again", "counsel must re-read it in the Official Journal"],
    ["that its facts are an example", "**Example:**"],
  ])("shows %s", async (_, words) => expect((await documentOf(PLAN)).markdown).toContain(words));

  it.each([
    {
      what: "the lock's days",
      deploy: (stacks: Stacks) => {
        valuesOf(
          stacks,
          "production-evidence-vault",
          "aws_s3_bucket_object_lock_configuration",
          "evidence_vault",
        )["rule"] = {
          default_retention: { days: 400, mode: "GOVERNANCE" },
        };
      },
      says: "`GOVERNANCE`, 400 days",
    },
    {
      what: "the archive's query",
      deploy: (stacks: Stacks) => {
        valuesOf(stacks, "example-datadog", "datadog_logs_archive", "art12_production")["query"] =
          "service:other";
      },
      says: "| Entries that are archived | `service:other` |",
    },
    {
      what: "a monitor's threshold",
      deploy: (stacks: Stacks) => {
        const monitor = valuesOf(
          stacks,
          "production-art72-monitoring-credit-scoring",
          "datadog_monitor",
          "complaints",
        );
        monitor["query"] = String(monitor["query"]).replace("> 20", "> 2000");
      },
      says: ".as_count() > 2000`",
    },
    {
      what: "an objective's target",
      deploy: (stacks: Stacks) => {
        valuesOf(
          stacks,
          "production-art72-monitoring-credit-scoring",
          "datadog_service_level_objective",
          "error_free",
        )["thresholds"] = [{ target: 42, timeframe: "7d" }];
      },
      says: "42 % in 7 days",
    },
    {
      what: "a job that is switched off",
      deploy: (stacks: Stacks) => {
        valuesOf(stacks, "production-mlflow", "aws_scheduler_schedule", "mlflow_job_seal")["state"] =
          "DISABLED";
      },
      says: "`cron(40 1 * * ? *) UTC`, **switched off**",
    },
  ])("says what is synthesized, not what is usual: $what", async ({ deploy, says }) => {
    expect((await documentOf(PLAN)).markdown).not.toContain(says);
    expect((await documentOf(PLAN, { deploy })).markdown).toContain(says);
  });

  it("lists the archive as missing where none writes into the vault", async () => {
    const { elements } = await documentOf(PLAN, {
      declare: withoutUnwatchedRisks,
      deploy: (stacks) =>
        delete stacks["example-datadog"]!.resource!["datadog_logs_archive"]!["art12_production"],
    });
    expect(elements.filter(({ state }) => state === "missing").map(({ asked }) => asked)).toEqual([
      "It collects relevant data on performance actively and systematically.",
      "It documents these data.",
    ]);
  });

  it("names a monitor that a risk relies on and that is not synthesized", async () => {
    const { markdown } = await documentOf(PLAN, {
      deploy: (stacks) =>
        delete stacks["production-art72-monitoring-credit-scoring"]!.resource!["datadog_monitor"]![
          "fairness_gap"
        ],
    });
    expect(markdown).toContain("`fairness_gap` (**not synthesized**)");
  });

  it("of a deployer says that it is asked of the provider", async () => {
    expect((await documentOf(PLAN, { system: "cv-screening" })).markdown).toContain(
      "**This is asked of the provider.**",
    );
    expect((await documentOf(PLAN)).markdown).not.toContain("**This is asked of the provider.**");
  });
});

describe("The logging plan", () => {
  it("leads from a risk over trigger, event and purpose to the monitor", async () => {
    expect((await documentOf(LOGGING)).markdown).toContain(
      "| `R-4` A version decides that nobody released. | The system produced an output for one input. | `inference` | (a), (b), (c) | `unregistered_model_version`: ",
    );
  });

  it("says that a risk has no monitor, and that a monitor has no risk", async () => {
    const { markdown } = await documentOf(LOGGING);
    expect(markdown).toMatch(/\| `R-5` [^|]*\| {2}\| {2}\| {2}\| \*\*no monitor\*\* \|/);
    expect(markdown).toMatch(/Monitors that no declared risk names: .*`volume_low`/);
  });

  it("counts an event type by what the metric's filter lets through", async () => {
    const { markdown } = await documentOf(LOGGING, {
      deploy: (stacks) => {
        valuesOf(stacks, "example-datadog", "datadog_logs_metric", "art12_outcomes")["filter"] = {
          query: "compliance.art12:true event_type:error",
        };
      },
    });
    expect(markdown).toMatch(/\| `error` \|[^\n]*`complaints`/);
    expect(markdown).toMatch(/\| `outcome` \|[^\n]*\| none of its own \|/);
  });
});

describe("What is covered, and what is not", () => {
  it("names every obligation once, with what is done or why nothing is", async () => {
    const { markdown } = await documentOf("covered-and-not-covered");
    for (const obligation of OBLIGATIONS) {
      expect(markdown.split(`| ${obligation.text} |`)).toHaveLength(2);
      expect(markdown).toContain(obligation.status === "not covered" ? obligation.reason : obligation.how);
    }
  });

  it("shows an unmet rule with its resource", async () => {
    const input = inputWith();
    const judged = [
      ...input.judged,
      {
        rule: "some-rule",
        address: "production-evidence-vault/aws_s3_bucket.evidence_vault",
        duties: ["Art12"] as const,
        verdict: "unmet" as const,
      },
      {
        rule: "rule-of-elsewhere",
        address: "sandbox-evidence-vault/aws_s3_bucket.evidence_vault",
        duties: ["Art12"] as const,
        verdict: "unmet" as const,
      },
    ];
    const texts = (await documentsOf({ ...input, judged })).map(({ markdown }) => markdown).join("\n");
    expect(texts).toContain(
      "| `some-rule` | `production-evidence-vault/aws_s3_bucket.evidence_vault` | **unmet** |",
    );
    expect(texts).not.toContain("rule-of-elsewhere");
  });
});

describe("The matrix of articles and resources", () => {
  it("lists a resource under each duty that its tag or alert names", async () => {
    const { markdown } = await documentOf("articles-and-resources");
    const section = (id: string) => markdown.split(`## ${id}: `)[1]?.split("\n## ")[0] ?? "";
    expect(section("Art19(1)")).toContain("`evidence_vault`");
    expect(section("Art73")).toContain("`possible_serious_incident`");
    expect(section("Art14")).toContain("`oversight_missing`");
    expect(section("Art14")).not.toContain("`volume_low`");
  });

  it("leaves out what belongs to another environment or system", async () => {
    const { markdown } = await documentOf("articles-and-resources");
    expect(markdown).not.toContain("sandbox-");
    expect(markdown).not.toContain("cv-screening");
  });
});

describe("All documents", () => {
  it.each(EVERYWHERE)("of $system in $environment say nothing that must not be said", async (where) => {
    for (const { markdown } of await documentsOf(inputWith(where)))
      expect(forbiddenWordsIn(markdown)).toEqual([]);
  });

  it("are the same whatever the order in which stacks are given", async () => {
    const input = inputWith();
    expect(await documentsOf({ ...input, stacks: input.stacks.toReversed() })).toEqual(
      await documentsOf(input),
    );
  });
});

describe("The first line in which a file is stale", () => {
  it.each([
    ["is none where both are equal", "a\nb\n", "a\nb\n", undefined],
    ["is the one that differs", "a\nb\n", "a\nc\n", { line: 2, generated: "b", found: "c" }],
    [
      "is behind the end of a file that is too short",
      "a\nb",
      "a",
      { line: 2, generated: "b", found: undefined },
    ],
    ["is behind the end of what is generated", "a", "a\nb", { line: 2, generated: undefined, found: "b" }],
  ])("%s", (_, generated, found, difference) =>
    expect(firstDifference(generated, found)).toEqual(difference),
  );
});

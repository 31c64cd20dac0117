import {
  CHANGES,
  DEPLOYERS,
  DEVELOPMENT,
  documentOf,
  FUNCTIONING,
  LOGGING,
  PLAN,
  valuesOf,
  withoutUnwatchedRisks,
  type Changes,
  type Stacks,
} from "./inputs";

const MONITORING = "production-art72-monitoring-credit-scoring";
const VAULT = "production-evidence-vault";

const lock = (days: number) => (stacks: Stacks) => {
  valuesOf(stacks, VAULT, "aws_s3_bucket_object_lock_configuration", "evidence_vault")["rule"] = {
    default_retention: { days, mode: "COMPLIANCE" },
  };
};
const without = (stack: string, type: string, name?: string) => (stacks: Stacks) => {
  if (name === undefined) delete stacks[stack]!.resource![type];
  else delete stacks[stack]!.resource![type]![name];
};
const noMonitors = without(MONITORING, "datadog_monitor");
const noArchive = without("example-datadog", "datadog_logs_archive", "art12_production");

async function missingIn(document: string, changes: Changes): Promise<string[]> {
  const declare: Changes["declare"] = (system) => {
    withoutUnwatchedRisks(system);
    changes.declare?.(system);
  };
  const { elements } = await documentOf(document, { ...changes, declare });
  return elements.filter(({ state }) => state === "missing").map(({ asked }) => asked);
}

const DATA = "It documents these data.";
const LIFETIME = "It covers the whole lifetime of the system.";
const RISKS = "It is proportionate to the risks of the system.";
const REGISTER = "Risks that the data of the monitoring show are evaluated in risk management.";
const COLLECTS = "It collects relevant data on performance actively and systematically.";
const SYSTEM =
  "Detailed description of the system in place to evaluate performance in the post-market phase.";
const EVALUATES =
  "The data allow the provider to evaluate whether the requirements of Chapter III, Section 2, stay met.";

describe("What is synthesized or declared contradicts it, and it is not said to be there", () => {
  it.each<{ what: string; document: string; changes: Changes; missing: string[] }>([
    { what: "nothing is changed", document: PLAN, changes: {}, missing: [] },
    {
      what: "the lock is shorter than declared",
      document: PLAN,
      changes: { deploy: lock(400) },
      missing: [DATA, LIFETIME],
    },
    {
      what: "the lock is shorter than six months",
      document: DEPLOYERS,
      changes: { deploy: lock(30) },
      missing: ["How deployers store the logs."],
    },
    {
      what: "no lock is there",
      document: DEPLOYERS,
      changes: { deploy: without(VAULT, "aws_s3_bucket_object_lock_configuration", "evidence_vault") },
      missing: ["How deployers store the logs."],
    },
    {
      what: "the archive takes something else than the log",
      document: PLAN,
      changes: {
        deploy: (stacks) => {
          valuesOf(stacks, "example-datadog", "datadog_logs_archive", "art12_production")["query"] =
            "service:other";
        },
      },
      missing: [COLLECTS, DATA],
    },
    {
      what: "no archive is there, so that deployers' logs go nowhere",
      document: DEPLOYERS,
      changes: { deploy: noArchive },
      missing: ["How deployers collect the logs.", "How deployers store the logs."],
    },
    {
      what: "no archive is there, so that no event serves a purpose later",
      document: LOGGING,
      changes: { deploy: noArchive },
      missing: [
        "The system records events automatically over its lifetime.",
        "Events relevant for situations that may present a risk (Article 79(1)) or be a substantial modification.",
        "Events relevant for the post-market monitoring of Article 72.",
        "Events relevant for the deployer's monitoring of operation (Article 26(5)).",
      ],
    },
    {
      what: "a risk relies on a monitor that is not synthesized",
      document: PLAN,
      changes: { deploy: without(MONITORING, "datadog_monitor", "unregistered_model_version") },
      missing: [RISKS],
    },
    {
      what: "no risk is declared",
      document: PLAN,
      changes: { declare: (system) => delete system.documentation!.functioning!.risks },
      missing: [RISKS],
    },
    {
      what: "no monitor is there",
      document: PLAN,
      changes: { deploy: noMonitors },
      missing: [RISKS, SYSTEM, LIFETIME, EVALUATES, REGISTER],
    },
    {
      what: "a monitor does not tell the risk register",
      document: PLAN,
      changes: {
        deploy: (stacks) => {
          const monitor = valuesOf(stacks, MONITORING, "datadog_monitor", "complaints");
          monitor["message"] = String(monitor["message"]).replaceAll(/@webhook-\S+/g, "");
        },
      },
      missing: [REGISTER],
    },
    {
      what: "all monitors go with the system",
      document: PLAN,
      changes: { declare: (system) => (system.monitoring.afterRetirement = "close") },
      missing: [LIFETIME],
    },
    {
      what: "we are the deployer, and cannot say what the provider established",
      document: PLAN,
      changes: { declare: (system) => (system.regulatory.role = "deployer") },
      missing: ["The monitoring system is established and documented by the provider."],
    },
    {
      what: "no part of third parties is said to be used, and a general-purpose model is wrapped",
      document: DEVELOPMENT,
      changes: {
        declare: (system) => {
          system.documentation!.development!.thirdParty = "none";
          system.regulatory.upstreamGpai = [{ provider: "Acme", model: "large", version: "2" }];
        },
      },
      missing: [
        "Pre-trained systems and tools of third parties, where any were used, and how they were used, integrated or modified.",
        "Test logs, and all test reports dated and signed by the persons responsible, those on pre-determined changes included.",
      ],
    },
    {
      what: "nothing says what happens while an event cannot be written",
      document: DEPLOYERS,
      changes: { declare: (system) => delete system.delivery },
      missing: ["How deployers collect the logs."],
    },
  ])("$what: $document", async ({ document, changes, missing }) => {
    expect(await missingIn(document, changes)).toEqual(missing);
  });
});

it("What a document only names stands in the table as by reference", async () => {
  for (const [document, asked] of [
    [DEVELOPMENT, "Data sheets of the training data sets"],
    [DEVELOPMENT, "Assessment of the human oversight measures"],
    [FUNCTIONING, "Human oversight measures"],
  ] as const) {
    const { elements } = await documentOf(document);
    expect(elements.find((each) => each.asked.startsWith(asked))?.note).toMatch(/^by reference: in "/);
  }
});

it("A gate that is not deployed is not said to guard what goes to production", async () => {
  const { markdown } = await documentOf(PLAN, { deploy: (stacks) => delete stacks["production-mlflow"] });
  expect(markdown).not.toContain("No version goes to production through the gate");
  expect(markdown).toContain("**No job that copies monitors");
});

it.each([LOGGING, DEPLOYERS, DEVELOPMENT, FUNCTIONING, CHANGES, PLAN])(
  "A deployer reads that %s is asked of the provider",
  async (document) => {
    expect((await documentOf(document, { system: "cv-screening" })).markdown).toContain(
      "**This is asked of the provider.**",
    );
  },
);

it("A metric is said to be declared only where the instructions for use that are named declare it", async () => {
  const { markdown } = await documentOf(DEVELOPMENT, {
    declare: (system) => {
      const declared = system.production!.instructionsForUse;
      declared.accuracy = declared.accuracy.filter(({ metric }) => metric !== "test_roc_auc");
    },
  });
  expect(markdown).toMatch(/\| test\\_roc\\_auc [^\n]*\*\*not known\*\*/);
  expect(markdown).toMatch(/\| test\\_recall\\_of\\_defaults [^\n]*\| yes \|/);
});

it("A retired system is told of as retired", async () => {
  const { markdown } = await documentOf(PLAN, {
    declare: (system) => (system.status = "retired"),
  });
  expect(markdown).toContain("- The system is retired: monitors of what comes late");
});

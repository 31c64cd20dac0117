import { GENERAL_PURPOSE_MODELS, provision } from "../../../regulation";
import { bullets, code, sentence, table } from "../../markdown";
import type { Plan } from "../compose";
import { relied } from "../facts/history";
import type { Facts } from "../facts";
import { adds, fromConfig, lacks, refers, suppliedInConfig, tells, type Said } from "../said";
import { asked as element, limits, NO_RECORDS } from "../words";
import { testReports } from "./test-reports";

const asked = (id: string) => element("development", id);
const FIELD = "documentation.development";

/** Annex IV, point 2: elements of the system, and the process of its development. */
export function development(facts: Facts): Plan {
  const said = facts.input.system.documentation?.development ?? {};
  const text = (id: string, field: keyof typeof said, value: string | undefined): Said =>
    fromConfig(asked(id), value, `${FIELD}.${field}`, sentence);
  return {
    name: "annex-iv-2-elements-and-development",
    title: "Elements of the AI system and its development (Annex IV, point 2)",
    ofProvider: true,
    about: `${provision("Art11(1)").summary} This page is about point 2 alone, and holds what the config and the records know of it.`,
    parts: [
      {
        title: "Methods, and parts of third parties (a)",
        says: [
          text("development-methods", "methods", said.methods),
          thirdParties(facts, said.thirdParty),
          adds(upstream(facts)),
        ],
      },
      {
        title: "Design specifications (b)",
        says: [
          text("general-logic", "logic", said.logic),
          fromConfig(asked("design-choices"), said.designChoices, `${FIELD}.designChoices`, (choices) =>
            table(
              ["Choice", "Rationale and assumptions"],
              choices.map(({ choice, because }) => [sentence(choice), sentence(because)]),
            ),
          ),
          text("optimisation", "optimisesFor", said.optimisesFor),
          text("expected-output", "output", said.output),
          text("trade-offs", "tradeOffs", said.tradeOffs),
        ],
      },
      {
        title: "Architecture and computational resources (c)",
        says: [
          text("architecture", "architecture", said.architecture),
          text("computational-resources", "computationalResources", said.computationalResources),
        ],
      },
      {
        title: "Data (d)",
        says: [...dataSheets(facts), text("data-selection", "dataSelection", said.dataSelection)],
      },
      {
        title: "Human oversight (e)",
        says: [
          oversight(facts),
          text("interpretation-assessment", "interpretation", said.interpretation),
          adds(provision("Art14").summary),
        ],
      },
      {
        title: "Pre-determined changes (f)",
        says: [
          fromConfig(
            asked("predetermined-changes"),
            said.predeterminedChanges,
            `${FIELD}.predeterminedChanges`,
            (changes) =>
              changes === "none"
                ? "None: every change after the initial conformity assessment is looked at by itself."
                : table(
                    ["Change", "Limits, and how requirements stay met"],
                    changes.map(({ change, within }) => [sentence(change), sentence(within)]),
                  ),
          ),
        ],
      },
      {
        title: "Validation and testing (g)",
        says: [
          text("test-procedures", "testing", said.testing),
          metrics(facts),
          text("robustness-metrics", "robustness", said.robustness),
          discrimination(facts),
          ...testReports(facts, asked("test-reports")),
        ],
      },
      { title: "Cybersecurity (h)", says: [text("cybersecurity", "cybersecurity", said.cybersecurity)] },
    ],
  };
}

function thirdParties({ input }: Facts, parts: "none" | readonly string[] | undefined): Said {
  const isWrapped = input.system.regulatory.upstreamGpai !== "none";
  if (parts === "none" && isWrapped)
    return lacks(
      asked("third-party-parts"),
      `The config says that none is used, and that a general-purpose model is wrapped. The provider supplies how it is used: ${code(`${FIELD}.thirdParty`)} in the system's file.`,
    );
  return fromConfig(asked("third-party-parts"), parts, `${FIELD}.thirdParty`, (all) =>
    all === "none" ? "None is used." : bullets(all.map((part) => sentence(part))),
  );
}

function upstream({ input }: Facts): string {
  const { upstreamGpai } = input.system.regulatory;
  if (upstreamGpai === "none") return "No general-purpose model is wrapped.";
  return [
    `General-purpose models that the registered version wraps (${GENERAL_PURPOSE_MODELS.notice}):`,
    bullets(
      upstreamGpai.map(
        ({ provider, model, version }) => `${sentence(model)} ${code(version)} of ${sentence(provider)}`,
      ),
    ),
  ].join("\n\n");
}

function dataSheets({ input, history }: Facts): Said[] {
  const sheets = input.system.production?.dataGovernance;
  const kept = relied(history?.promotions ?? []).flatMap(({ details, evidence, record }) =>
    typeof evidence === "string"
      ? []
      : (evidence.evidence.datasets ?? []).map(({ name, digest, sourceType, source, tags }) => [
          code(details.model.version),
          sentence(tags["mlflow.data.context"] ?? "no role"),
          sentence(name),
          code(tags["sha256"] ?? `MLflow's ${digest}`),
          `${sentence(sourceType)} ${code(source)}`,
          code(record),
        ]),
  );
  return [
    sheets === undefined
      ? lacks(asked("data-sheets"), suppliedInConfig("production.dataGovernance"))
      : refers(
          asked("data-sheets"),
          "Data sheets that runs refer to (their text is kept there, and is no part of this page):",
          bullets(sheets.map(({ id, reference }) => `${code(id)}: ${sentence(reference)}`)),
        ),
    adds(
      kept.length === 0
        ? `Data sets of released versions: ${history === undefined ? `**missing**. ${NO_RECORDS}` : "no release is recorded."}`
        : table(["Version", "Role", "Data set", "SHA-256", "Source", "Record"], kept),
    ),
  ];
}

function oversight({ input }: Facts): Said {
  const assessment = input.system.production?.oversight;
  return assessment === undefined
    ? lacks(asked("oversight-assessment"), suppliedInConfig("production.oversight"))
    : refers(
        asked("oversight-assessment"),
        `${sentence(assessment.reference)}, made on ${assessment.assessedOn}.`,
      );
}

function metrics({ input }: Facts): Said {
  const { thresholds, system } = input;
  if (!thresholds)
    return lacks(
      asked("test-metrics"),
      `No thresholds are declared. The provider supplies them: ${code(`configs/thresholds/${system.id}.yaml`)}.`,
    );
  return tells(
    asked("test-metrics"),
    `Set by ${sentence(thresholds.setBy)} on ${thresholds.setOn} (${sentence(thresholds.why)}). ${provision("Art9(8)").summary}`,
    table(
      ["Metric and limit", "Why it suits the intended purpose", "Declared in the instructions for use"],
      thresholds.metrics.map((threshold) => [
        limits(threshold),
        sentence(threshold.why),
        threshold.notDeclared === undefined
          ? declaredIn(system, threshold.metric)
          : `no: ${sentence(threshold.notDeclared)}`,
      ]),
    ),
  );
}

/** Whether the instructions for use that the config names declare a metric. */
const declaredIn = ({ production }: Facts["input"]["system"], metric: string): string =>
  production?.instructionsForUse.accuracy.some((each) => each.metric === metric)
    ? "yes"
    : "**not known**: `production.instructionsForUse.accuracy` does not name it";

/** Limits that hold in each group by itself: what is measured of all alone shows no difference. */
function discrimination({ input }: Facts): Said {
  const { thresholds, system } = input;
  const ofGroups = thresholds?.metrics.filter(({ groups }) => groups !== undefined) ?? [];
  if (ofGroups.length === 0)
    return lacks(
      asked("discrimination-metrics"),
      `No threshold is declared of groups. The provider supplies it: \`metrics[].groups\` in ${code(`configs/thresholds/${system.id}.yaml`)}.`,
    );
  return tells(
    asked("discrimination-metrics"),
    "Held against a limit in each group by itself:",
    bullets(ofGroups.map((threshold) => limits(threshold))),
  );
}

import { DEFAULTS } from "../../configs";
import { annexIvSection, PROVISIONS } from "../../regulation";
import { REQUIREMENTS } from "./catalogue";
import {
  EXPERIMENT_NAME_FORM,
  formatExperimentName,
  parseExperimentName,
  WHAT_CHANGED,
} from "./experiment-name";
import { nearestExperimentName } from "./nearest-experiment-name";
import type { Duty } from "./requirement";
import { CONTEXTS } from "./datasets";
import { CHANGE_CLASSES, TAGS, UNCOMMITTED } from "./tags";

const titleOf = (duty: Duty): string =>
  duty.startsWith("annex-iv:")
    ? annexIvSection(duty).title
    : (PROVISIONS.find(({ id }) => id === duty)?.title ?? "");

function page(): string {
  const { protectedAliases, datasets } = DEFAULTS.production;
  return [
    "# What production requires",
    "Made by `npm run generate` from the requirements; do not edit.",
    `No model version gets the stage Production or a protected alias (usually ${protectedAliases.map((each) => `\`${each}\``).join(", ")})
through the gate before all of this is there. Who is refused reads in the Python traceback what lacks and how to supply it;
\`evidence status <name> <version>\` says the same at any time. What cannot be told lacks as well.

In the notebook, \`preflight(run)\` of [clients/python](../clients/python/README.md#mlflow) tells what a run lacks before a version
is registered, by these very checks; its example goes the whole way. \`change_record(model)\` makes the entry of Annex IV(6) of
what is here.

Numbers, names and documents come from the block \`production\` of \`configs/systems/<id>.yaml\` and from
\`configs/thresholds/<id>.yaml\`, defaults from \`configs/defaults.ts\`. The gate supports the duties named here; whether they are
fulfilled is for others to judge. Metrics, digests and tags are the training's own word: the gate keeps who said it, from
where, and that it was not changed afterwards.`,
    "## In short",
    [
      "| requirement | id | serves |",
      "|---|---|---|",
      ...REQUIREMENTS.map(
        ({ id, title, duties }) => `| ${title} | [\`${id}\`](#${id}) | ${duties.join(", ")} |`,
      ),
    ].join("\n"),
    "## One by one",
    ...REQUIREMENTS.map(({ id, title, why, how, duties, steps, of }) =>
      [
        `### ${id}`,
        "",
        `**${title}.** ${why}`,
        "",
        `- How to supply it: ${how}`,
        `- Serves: ${duties.map((duty) => `${duty} (${titleOf(duty)})`).join("; ")}`,
        `- Asked: ${of === "run" ? "of the run, by `preflight`; " : ""}${steps.includes("approval") ? "before an approval, and again at the promotion" : "at the promotion; the approval supplies it"}`,
      ].join("\n"),
    ),
    "## Tags of the run",
    [
      "| key | says | serves |",
      "|---|---|---|",
      ...TAGS.map(({ key, says, duties }) => `| \`${key}\` | ${says} | ${duties.join(", ")} |`),
    ].join("\n"),
    `\`${UNCOMMITTED}\` is set by clients/python where the code that trains is no commit; such a run is trained again. ` +
      "Keys that begin with `evidence.` are the gate's own. `production.furtherTags` adds keys of a system.",
    "## Names of experiments",
    `\`${EXPERIMENT_NAME_FORM}\`, such as \`${EXAMPLE}\`.

- system: id of the AI system.
- what: ${WHAT_CHANGED.join(", ")}.
- why: the purpose of the change, in small letters and hyphens, 80 characters at the most.
- change id: capitals, a hyphen and a number, as in the team's change management.
- regulatory context: one of \`production.regulatoryContexts\`.

\`clients/vectors/experiment-names.json\` holds names for readers in other languages, each with what is read from it.`,
    "## Metrics",
    `A metric with a threshold is one of the test set: its name begins with \`${DEFAULTS.production.testSetPrefix}\`. MLflow takes no
brackets in names, so that a group's metric is \`<metric>/<attribute>/<group>\` (\`test_recall/sex/female\`), and a one-sided
confidence bound, which \`confidencePercent\` asks for, \`<metric>/lower/95\` or \`<metric>/upper/95\`. A bound of a group is
\`<metric>/<attribute>/<group>/lower/95\`.`,
    "## Since when thresholds stand",
    `\`evidence thresholds\` says it, by git: the last commit that changed the file on the branch, and exit code 2 where that is not known. A
gate that runs where there is no git is started with \`--provenance FILE\`; CI writes the file beside the configs it deploys, in a
clone with its history (\`fetch-depth: 0\`): \`evidence thresholds --out FILE\`. It holds for those very files and no others. Why:
[ADR 15](adr/0015-thresholds-are-older-than-the-run.md).`,
    "## Sources of data sets",
    `Usually ${datasets.sources.join(", ")}, with the object's version as tag \`version_id\` (or \`versionId\` in the URI). Files of the machine that
trained are taken only where \`production.datasets.localFiles.basis\` says why. MLflow's \`code\` is never taken, and autologging
logs its sets under other contexts: \`mlflow.autolog(log_datasets=False)\`.`,
    "",
  ].join("\n\n");
}

const EXAMPLE = formatExperimentName({
  system: "credit-scoring",
  what: "features",
  why: "higher-recall-of-defaults",
  changeId: "CHG-1042",
  context: "annex-iii-5b",
});

/** Names that are valid, each a trap of its own. */
const VALID = [
  EXAMPLE,
  "credit-scoring/baseline-for-first-release/CHG-1/annex-iii-5b",
  "cv-screening/data-for-applications-of-2026/HR2-999999999/annex-iii-4a",
  "a/model-for-for-x/AB-1/c",
  `${"s".repeat(32)}/software-for-${"w".repeat(80)}/${"A".repeat(10)}-9/${"c".repeat(48)}`,
];

/** Names that are not valid, with the nearest valid one for the system and contexts of the hints. */
const INVALID: readonly string[] = [
  "",
  "credit scoring",
  "credit-scoring",
  "Default",
  "credit-scoring/higher-recall/CHG-1042/annex-iii-5b",
  "credit-scoring/feature-for-higher-recall/CHG-1042/annex-iii-5b",
  "Credit-Scoring/features-for-higher-recall/CHG-1042/annex-iii-5b",
  "credit_scoring / features for higher recall / chg 1042 / Annex III 5(b)",
  "credit-scoring/features-for-higher-recall/chg-1042/annex-iii-5b",
  "credit-scoring/features-for-higher-recall/CHG-01042/annex-iii-5b",
  "credit-scoring/features-for-higher-recall/annex-iii-5b/CHG-1042",
  "credit-scoring/features-for-/CHG-1042/annex-iii-5b",
  "credit-scoring/features-for-higher--recall/CHG-1042/annex-iii-5b",
  "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b/",
  "credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b\n",
  " credit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b",
  "\u0441redit-scoring/features-for-higher-recall/CHG-1042/annex-iii-5b",
  "credit-scoring/features-for-höhere-genauigkeit/CHG-1042/annex-iii-5b",
  "credit-scoring/features-for-higher-recall/CHG-１０４２/annex-iii-5b",
  "more data, CHG-77",
];

const HINTS = { system: "credit-scoring", contexts: ["annex-iii-5b"] } as const;

function vectors() {
  const read = (name: string) => {
    const parsed = parseExperimentName(name);
    return "name" in parsed ? { name, parts: parsed.name } : { name, problem: parsed.problem };
  };
  return {
    description: `Names of experiments: ${EXPERIMENT_NAME_FORM}. A reader agrees on the parts of valid names and refuses the others; the nearest valid name is a suggestion, given for the hints.`,
    hints: HINTS,
    valid: VALID.map(read),
    invalid: INVALID.map((name) => ({ ...read(name), nearest: nearestExperimentName(name, HINTS) })),
  };
}

/** What the Python client tells where no gate is there to ask, and titles for what a gate says. */
function forClients() {
  return {
    description: "Made by `npm run generate` from the gate's requirements; do not edit.",
    experimentName: { form: EXPERIMENT_NAME_FORM, what: WHAT_CHANGED },
    changeClasses: CHANGE_CLASSES,
    contexts: CONTEXTS,
    tags: TAGS.map(({ key, says }) => ({ key, says })),
    uncommitted: UNCOMMITTED,
    requirements: REQUIREMENTS.map(({ id, of, duties, title, how }) => ({ id, of, duties, title, how })),
  };
}

/** The page for engineers and approvers, and what other languages' readers of names must agree on. */
export const generatedFiles = [
  { path: "docs/what-production-requires.md", content: page() },
  { path: "clients/vectors/experiment-names.json", content: `${JSON.stringify(vectors(), null, 2)}\n` },
  {
    path: "clients/python/src/ai_act_evidence/mlflow/requirements.json",
    content: `${JSON.stringify(forClients(), null, 2)}\n`,
  },
];

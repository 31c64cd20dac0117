import type { AskedElement } from "../../../regulation";
import type { PromotionEvidence } from "../../documentation";
import { bullets, code, sentence, table } from "../../markdown";
import { doubted, relied, type Decision, type History, type Promotion } from "../facts/history";
import type { Facts } from "../facts";
import { adds, lacks, unless, type Said } from "../said";
import { NO_RECORDS } from "../words";

/** Test reports by the records: results, whose approval stands for them, and what is not to be relied on. */
export function testReports({ history }: Facts, element: AskedElement): readonly Said[] {
  if (history === undefined) return [lacks(element, NO_RECORDS)];
  const sound = relied(history.promotions);
  const readable = sound.filter(({ evidence }) => typeof evidence !== "string");
  return [
    readable.length === 0
      ? lacks(
          element,
          "No release is recorded whose evidence can be relied on. The provider supplies it: a release through the gate records it.",
        )
      : unless(
          unsigned(history),
          element,
          "What was decided on is kept in the vault under its digest, and each approval is a record signed by the gate, dated by its clock.",
          ...readable.flatMap((promotion) => report(promotion, history.decisions)),
        ),
    adds(
      notReliedOn([
        ...doubted(history.promotions),
        ...sound.filter(({ evidence }) => typeof evidence === "string"),
      ]),
    ),
  ];
}

/** Why not every release has a report that somebody answers for. */
function unsigned({ promotions, decisions }: History): string | undefined {
  const without = promotions.filter(
    (each) =>
      each.against.length > 0 ||
      typeof each.evidence === "string" ||
      approvalOf(each.evidence, decisions) === undefined,
  );
  if (without.length === 0) return undefined;
  const versions = [...new Set(without.map(({ details }) => code(details.model.version)))].join(", ");
  return `Of ${versions} there is no report with an approval that can be relied on. The provider supplies it.`;
}

const approvalOf = (evidence: PromotionEvidence, decisions: readonly Decision[]): Decision | undefined =>
  relied(decisions).find(({ record }) => record === evidence.approval?.record);

function report({ details, evidence, record, at }: Promotion, decisions: readonly Decision[]): string[] {
  if (typeof evidence === "string") return [];
  const { model } = details;
  const { metrics = [] } = evidence.evidence;
  const thresholds = evidence.heldAgainst.thresholds?.metrics ?? [];
  const approval = approvalOf(evidence, decisions);
  return [
    `Version ${code(model.version)} of ${code(model.name)}, run ${code(model.runId)}:`,
    bullets([
      `evidence ${code(details.evidence.sha256)}, recorded at ${at} in ${code(record)}`,
      approval
        ? `approved by ${sentence(approval.details.principal.name)} at ${approval.at} in ${code(approval.record)}`
        : "**no approval that can be relied on is named**",
    ]),
    table(
      ["Metric", "Result", "Held against"],
      metrics.map(({ key, value }) => [code(key), code(String(value)), limitOf(key, thresholds)]),
    ),
  ];
}

type Limited = {
  readonly metric: string;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
};

/** Metrics of groups and bounds are named after the metric they belong to. */
function limitOf(key: string, thresholds: readonly Limited[]): string {
  const found = thresholds.find(({ metric }) => key === metric || key.startsWith(`${metric}/`));
  if (!found) return "";
  return [
    ...(found.min === undefined ? [] : [`at least ${found.min}`]),
    ...(found.max === undefined ? [] : [`at most ${found.max}`]),
  ].join(", ");
}

function notReliedOn(promotions: readonly Promotion[]): string {
  if (promotions.length === 0) return "";
  return [
    "**Not to be relied on:**",
    bullets(
      promotions.map(
        ({ record, details, against, evidence }) =>
          `${code(record)}, version ${code(details.model.version)}: ${sentence([...against, ...(typeof evidence === "string" ? [evidence] : [])].join("; "))}`,
      ),
    ),
  ].join("\n\n");
}

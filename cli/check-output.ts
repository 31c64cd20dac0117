import { PROVISIONS } from "../regulation";
import { tally, waiverLine, type Evaluation, type Rule, type Verdict, type Weighed } from "../rules";
import { visible } from "./visible";

/**
 * The verdicts as JSON: `{"verdicts": [{rule, duties, address, verdict, reason, measure}], "summary": {...}}`. Waived
 * ones stay `unmet` there and are named in the summary.
 */
export function checkJson(
  { verdicts, brokenRules }: Evaluation,
  { unmet, waived, expired, idle }: Weighed,
): string {
  const summary = {
    ...tally(verdicts),
    unmetNotWaived: unmet.length,
    brokenRules,
    waivers: { used: waived.map(({ waiver }) => waiver), expired, idle },
  };
  return JSON.stringify(
    { verdicts: verdicts.map((verdict) => ({ ...verdict, measure: verdict.measure ?? null })), summary },
    null,
    2,
  );
}

/** The verdicts for a person: what is unmet first, by duty. */
export function checkText(rules: readonly Rule[], { verdicts }: Evaluation, weighed: Weighed): string {
  const fixes = new Map(rules.map(({ id, fix }) => [id, fix]));
  const waived = new Set(weighed.waived.map(({ verdict }) => verdict));
  const open = verdicts.filter((verdict) => isOpen(verdict) && !waived.has(verdict));
  const duties = PROVISIONS.flatMap(({ id, title }) => {
    const all = verdicts.filter((verdict) => verdict.duties.includes(id));
    return all.length > 0
      ? [{ heading: `${id} ${title}`, all, findings: open.filter((each) => all.includes(each)) }]
      : [];
  }).sort((a, b) => weight(b.findings) - weight(a.findings));
  return [
    counts(verdicts),
    ...duties.map(({ heading, all, findings }) =>
      [
        `${heading}: ${counts(all)}`,
        ...[...findings].sort(unmetFirst).map((each) => finding(each, fixes)),
      ].join("\n"),
    ),
    ...waiverLines(weighed),
  ].join("\n\n");
}

const isOpen = ({ verdict }: Verdict): boolean => verdict === "unmet" || verdict === "unknown";
const weight = (findings: readonly Verdict[]): number =>
  findings.reduce((sum, { verdict }) => sum + (verdict === "unmet" ? 1_000_000 : 1), 0);
const unmetFirst = (a: Verdict, b: Verdict): number =>
  Number(b.verdict === "unmet") - Number(a.verdict === "unmet");

function counts(verdicts: readonly Verdict[]): string {
  const { met, unmet, unknown, "not-applicable": rest } = tally(verdicts);
  return `${unmet} unmet, ${unknown} cannot be told, ${met} met, ${rest} not applicable`;
}

function finding({ rule, address, verdict, reason }: Verdict, fixes: ReadonlyMap<string, string>): string {
  const words = verdict === "unmet" ? "unmet" : "cannot be told";
  return `  ${words}: ${rule} at ${visible(address)}\n    ${visible(reason)}\n    fix: ${fixes.get(rule)}`;
}

function waiverLines({ waived, expired, idle }: Weighed): string[] {
  return [
    ...waived.map(({ waiver }) => `waived: ${waiverLine(waiver)}`),
    ...expired.map((waiver) => `expired: ${waiverLine(waiver)}`),
    ...idle.map((waiver) => `not needed: ${waiverLine(waiver)}`),
  ].map(visible);
}

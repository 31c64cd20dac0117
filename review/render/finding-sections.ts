import { groupBy } from "../../configs";
import type { ProvisionId } from "../../regulation";
import { dutiesOf, EFFECTS, type Effect, type Finding } from "../finding";
import { openFindings, type Review } from "../review";
import { code, prose, row } from "./escape";
import { details, leavingOut, WHOLE, type Section } from "./section";
import {
  counted,
  dutyList,
  dutyTitle,
  dutyWords,
  EFFECT_WORDS,
  inOrderOfTheAct,
  measureWords,
} from "./words";

/** Resources named of findings that say the same. */
const RESOURCES_SHOWN = 5;

/** How many findings each duty has, of each effect: short, and so never cut. */
export function countsByDuty(review: Review): Section {
  const open = openFindings(review);
  const columns = [...EFFECTS.map((effect) => ofEffect(open, effect)), review.standing];
  const duties = inOrderOfTheAct(columns.flat().flatMap((finding) => finding.duties));
  const heads = ["Duty", ...EFFECTS.map((effect) => EFFECT_WORDS[effect]), "as before"];
  const rows = duties.map(
    (duty) => () => row(dutyTitle(duty), ...columns.map((findings) => String(serving(findings, duty) || ""))),
  );
  return {
    rank: 0,
    open: `${row(...heads)}\n|---|${"--:|".repeat(columns.length)}\n`,
    rows,
    close: "",
    leftOut: leavingOut(rows, "row"),
  };
}

/** What is destroyed, replaced, forgotten: nothing mends it afterwards, so it stands in front. */
export function lost(review: Review): Section {
  const open = new Set(openFindings(review));
  const findings = grave(review).filter(isHandling);
  return {
    rank: 2,
    open: `### Destroyed, replaced or let go\n\n${head("Duties")}`,
    rows: findings.map(
      (finding) => () => findingRow(`${dutyList(finding.duties)}${waived(open, finding)}`, [finding]),
    ),
    close: "",
    leftOut: (from) => leftOut(findings.slice(from)),
  };
}

/** A table a duty of what weakens or cannot be told. A finding stands once, under the first duty it serves. */
export function tablesByDuty(review: Review): Section {
  const open = new Set(openFindings(review));
  const groups = groupBy(
    grave(review).filter((each) => !isHandling(each)),
    ({ duties }) => inOrderOfTheAct(duties)[0],
  );
  const rows = [...groups].flatMap(([duty, group], position) =>
    group.map((finding, index) => () => {
      const effect = `**${EFFECT_WORDS[finding.effect]}**${waived(open, finding)}`;
      const others = dutyList(finding.duties.filter((each) => each !== duty));
      const line = findingRow(effect, [finding], others && `also ${others}`);
      const title = duty === undefined ? "No duty in particular" : dutyTitle(duty);
      return index === 0 ? `${position > 0 ? "\n" : ""}### ${title}\n\n${head("Effect")}${line}` : line;
    }),
  );
  const all = [...groups.values()].flat();
  return { rank: 3, open: "", rows, close: "", leftOut: (from) => leftOut(all.slice(from)) };
}

/** What to do about what weakens or cannot be told, once a rule. */
export function fixes(review: Review): Section {
  const byRule = new Map(grave(review).flatMap(({ rule, fix }) => (fix ? [[rule, fix] as const] : [])));
  const rows = [...byRule].map(
    ([rule, fix]) =>
      () =>
        `- ${code(rule)}: ${prose(fix)}`,
  );
  return { rank: 4, ...details("What to do about it"), rows, leftOut: leavingOut(rows, "rule") };
}

/** Findings that nobody needs to act on now, folded; of those that say the same, the resources stand together. */
export function folded(rank: number, title: string, findings: readonly Finding[]): Section {
  const { open, close } = details(`${title}: ${findings.length}`);
  const alike = groupBy(findings, ({ rule, duties, reason, measure }) =>
    JSON.stringify([rule, duties, reason, measure]),
  );
  const groups = [...alike.values()];
  return {
    rank,
    open: `${open}${head("Duties")}`,
    rows: groups.map((group) => () => findingRow(dutyList(dutiesOf(group)), group)),
    close,
    leftOut: (from) => leftOut(groups.slice(from).flat()),
  };
}

export const ofEffect = (findings: readonly Finding[], effect: Effect): readonly Finding[] =>
  findings.filter((finding) => finding.effect === effect);

const grave = ({ findings }: Review): readonly Finding[] =>
  findings.filter(({ effect }) => effect === "weakens" || effect === "unknown");

/** Of how Terraform handles a resource, rather than of what a rule says about it. */
const isHandling = ({ effect, before, after }: Finding): boolean =>
  effect === "weakens" && before === undefined && after === undefined;

const waived = (open: ReadonlySet<Finding>, finding: Finding): string =>
  open.has(finding) ? "" : " (waived)";

const serving = (findings: readonly Finding[], duty: ProvisionId): number =>
  findings.filter(({ duties }) => duties.includes(duty)).length;

const head = (first: string): string =>
  `${row(first, "What", "Resource", "Before -> after")}\n|---|---|---|---|\n`;

/** A row about findings that differ in nothing but their resource. */
function findingRow(first: string, alike: readonly Finding[], more = ""): string {
  const [{ title, rule, measure, reason, after } = alike[0] as Finding] = alike;
  const measured = measure ? measureWords(measure) : "";
  const resources = alike.slice(0, RESOURCES_SHOWN).map(({ address }) => code(address));
  if (alike.length > RESOURCES_SHOWN) resources.push(`${alike.length - RESOURCES_SHOWN} more`);
  return row(
    first,
    `${prose(title)} (${code(rule)}${more && `; ${more}`})`,
    resources.join(", "),
    measured ? `**${prose(measured)}**: ${prose(after?.reason ?? reason)}` : prose(reason),
  );
}

/** How many are left out, and of which duty: no weakening goes without a count. */
function leftOut(findings: readonly Finding[]): string {
  const weakens = ofEffect(findings, "weakens");
  const duties = inOrderOfTheAct(weakens.flatMap((finding) => finding.duties));
  const counts = duties.map((duty) => `${dutyWords(duty)}: ${serving(weakens, duty)}`).join(", ");
  const weakening = weakens.length > 0 ? `, ${weakens.length} of them weaken (${counts})` : "";
  return `${counted(findings.length, "more finding")} left out here${weakening}: ${WHOLE}.`;
}

import {
  evaluate,
  readPlans,
  ResourceSet,
  weigh,
  type Evaluation,
  type Rule,
  type Source,
  type Verdict,
  type Waiver,
} from "../../rules";
import { compareEvaluations } from "../compare";
import { Duties } from "../duties";
import { inOrder, type Finding } from "../finding";
import { handlingFindings } from "../handling";
import type { Cause, DriftChange, DriftFinding } from "./drift";
import type { PlanParts } from "./plan-parts";

/** What the rules judge by, whatever they judge. */
export interface Judging {
  /** Synthesized JSON of all stacks. */
  readonly declared: ResourceSet;
  readonly rules: readonly Rule[];
  readonly waivers: readonly Waiver[];
  /** ISO date on which waivers are judged. */
  readonly today: string;
}

/** What the rules say of the differences, and of the real thing itself. */
export interface Judged {
  /** In the order of a report. */
  readonly findings: readonly DriftFinding[];
  /** Unmet on the real thing, and neither a change in the console nor the config's doing; and what cannot be told of it. */
  readonly standing: readonly DriftFinding[];
  readonly brokenRules: readonly string[];
  readonly waivers: { readonly used: readonly Waiver[]; readonly expired: readonly Waiver[] };
}

/** A set and what the rules say of it. */
interface Side {
  readonly set: ResourceSet;
  readonly evaluation: Evaluation;
}

/**
 * Judges plans of a look through the state: what was changed in the console by rules(real) - rules(recorded), what is not
 * applied by rules(config) - rules(real). Noise is judged with the rest: that two values are called the same never keeps
 * a rule from seeing them.
 */
export function judgeDrift(
  plans: readonly PlanParts[],
  changes: readonly DriftChange[],
  judging: Judging,
): Judged {
  const { declared: head } = judging;
  const read = (of: (parts: PlanParts) => Source) => readPlans(plans.map(of), { base: head, head });
  const toLive = read(({ toLive }) => toLive);
  const toDeclared = read(({ toDeclared }) => toDeclared);
  const side = (set: ResourceSet): Side => ({ set, evaluation: evaluate(judging.rules, set) });
  const [recorded, live, declared] = [side(toLive.before), side(toLive.after), side(toDeclared.after)];

  const gone = new Map(
    changes.flatMap(({ cause, action, address }) =>
      LOST.includes(cause) && action === "destroy" ? [[address, cause]] : [],
    ),
  );
  const byConsole = compared(recorded, live, judging.rules, toLive.changes);
  const outside = byConsole.findings.filter(isNews).map((finding): DriftFinding => {
    const cause = gone.get(finding.address);
    return cause && finding.after === undefined && finding.rule === "evidence-destroyed"
      ? { ...finding, ...DELETED, cause }
      : { ...finding, cause: "console" };
  });
  const byConfig = compared(live, declared, judging.rules, toDeclared.changes);
  const unapplied = byConfig.findings
    .filter((finding) => isNews(finding) && !isRevert(finding, outside, gone, recorded, declared))
    .map((finding): DriftFinding => ({ ...finding, cause: "unapplied" }));
  const looked = new Set(plans.map(({ stack }) => stack));
  return judged([...outside, ...unapplied], [recorded, live, declared], live, looked, judging);
}

const LOST: readonly Cause[] = ["deleted", "adopted"];

const DELETED = {
  rule: "evidence-deleted",
  title: "The resource was deleted outside Terraform",
  reason: "the state has it, and it is not there any more",
  fix: "Find out who deleted it and what was lost; an apply makes it anew, without what it held.",
};

/**
 * Judges a look without a state: rules(real) - rules(config).
 *
 * @param plans plans that import what is there
 * @param assumed addresses that were not looked at, and are taken to be as declared
 */
export function judgeInventory(
  plans: readonly Source[],
  assumed: ReadonlySet<string>,
  judging: Judging,
): Judged {
  const { declared: head, rules } = judging;
  const read = readPlans(plans, { base: head, head });
  const live = new ResourceSet(
    [...read.before.resources, ...read.after.resources.filter(({ address }) => assumed.has(address))],
    read.before.stacks,
    read.before.whole,
  );
  const sides = [read.after, live].map((set) => ({ set, evaluation: evaluate(rules, set) }));
  const [declared, real] = sides as [Side, Side];
  const findings = compared(declared, real, rules, []).findings.filter(isNews);
  return judged(
    findings.map((finding) =>
      finding.rule === "evidence-gone"
        ? { ...finding, ...MISSING, cause: "missing" }
        : { ...finding, cause: "differs" },
    ),
    sides,
    real,
    new Set(plans.map(({ stack }) => stack)),
    judging,
  );
}

const MISSING = {
  rule: "evidence-missing",
  title: "The resource is declared, and not in the account",
  reason: "nothing is found by the name it is declared with",
  fix: "Find out who deleted it and what was lost; an apply makes it anew, without what it held.",
};

function compared(
  before: Side,
  after: Side,
  rules: readonly Rule[],
  changes: Parameters<typeof handlingFindings>[0]["changes"],
): { readonly findings: readonly Finding[] } {
  const duties = new Duties([before.evaluation, after.evaluation]);
  const sets = { before: before.set, after: after.set };
  const handling = handlingFindings({ ...sets, changes, duties, goneStacks: new Set() });
  const { findings } = compareEvaluations({ rules, before, after });
  return {
    findings: [
      ...handling.findings,
      ...findings.filter(({ rule, address }) => rule !== "evidence-added" || !handling.madeAnew.has(address)),
    ],
  };
}

/** What could not be told before for the same reason is no change's doing. */
const isNews = ({ effect, before, after }: Finding): boolean =>
  !(effect === "unknown" && before?.verdict === "unknown" && before.reason === after?.reason);

/** An apply that takes back what was done outside is no news from the config. */
function isRevert(
  { rule, address, effect }: Finding,
  outside: readonly DriftFinding[],
  gone: ReadonlyMap<string, Cause>,
  recorded: Side,
  declared: Side,
): boolean {
  if (gone.has(address) && effect !== "weakens") return true;
  if (!outside.some((each) => each.rule === rule && each.address === address)) return false;
  const said = ({ evaluation }: Side) =>
    evaluation.verdicts.find((each) => each.rule === rule && each.address === address);
  const [was, wanted] = [said(recorded), said(declared)];
  return was?.verdict === wanted?.verdict && was?.measure?.value === wanted?.measure?.value;
}

function judged(
  findings: readonly DriftFinding[],
  sides: readonly Side[],
  live: Side,
  looked: ReadonlySet<string>,
  { rules, waivers, today }: Judging,
): Judged {
  const { waived, expired, unmet, unknown } = weigh(live.evaluation.verdicts, waivers, today);
  const told = new Set(findings.filter(({ cause }) => cause !== "unapplied").map(keyOf));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const standing = (verdict: Verdict): DriftFinding => ({
    cause: "standing",
    effect: verdict.verdict === "unknown" ? "unknown" : "neutral",
    rule: verdict.rule,
    title: byId.get(verdict.rule)?.title ?? verdict.rule,
    duties: verdict.duties,
    address: verdict.address,
    reason: verdict.reason,
    fix: byId.get(verdict.rule)?.fix ?? "",
    after: { verdict: verdict.verdict, reason: verdict.reason },
  });
  return {
    findings: lossesFirst(inOrder(findings) as readonly DriftFinding[]),
    standing: [...unmet, ...waived.map(({ verdict }) => verdict), ...unknown]
      // What was not looked at stands in the set as it is declared: of the real thing that says nothing.
      .filter(({ address }) => !address.includes("/") || looked.has(address.split("/")[0] ?? ""))
      .filter((verdict) => !told.has(keyOf(verdict)))
      .map(standing),
    brokenRules: [...new Set(sides.flatMap(({ evaluation }) => evaluation.brokenRules))],
    waivers: { used: waived.map(({ waiver }) => waiver), expired },
  };
}

const LOSSES: readonly string[] = [DELETED.rule, MISSING.rule];

/** Nothing mends a loss afterwards, so it stands in front. */
const lossesFirst = (findings: readonly DriftFinding[]): readonly DriftFinding[] => [
  ...findings.filter(({ rule }) => LOSSES.includes(rule)),
  ...findings.filter(({ rule }) => !LOSSES.includes(rule)),
];

const keyOf = ({ rule, address }: { readonly rule: string; readonly address: string }): string =>
  `${rule} ${address}`;

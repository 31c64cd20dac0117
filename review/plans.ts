import { isDeepStrictEqual } from "node:util";
import type { Configs } from "../configs";
import {
  evaluateBoth,
  readPlans,
  RULES,
  sharing,
  weigh,
  type PlannedChange,
  type ResourceSet,
  type Rule,
} from "../rules";
import { agreedBefore } from "./agreed";
import { approvalsFor } from "./approvals";
import { besideFindings } from "./beside";
import { compareEvaluations, type Comparison } from "./compare";
import { costChanges } from "./cost-change";
import { Duties } from "./duties";
import { inOrder, worst, type Finding } from "./finding";
import { handlingFindings } from "./handling";
import type { PlanFile } from "./plan-file";
import { openFindings, type Review, type ReviewedChange, type ReviewedPlan } from "./review";
import { stackFindings } from "./stacks";
import { unjudgedFindings } from "./unjudged";

/** What a review is made of. */
export interface ReviewInput {
  readonly plans: readonly PlanFile[];
  /** Synthesized JSON of all stacks without the change. */
  readonly base?: ResourceSet | undefined;
  /** Synthesized JSON of all stacks with it. */
  readonly head?: ResourceSet | undefined;
  readonly configs?: Configs | undefined;
  readonly baseConfigs?: Configs | undefined;
  /** What was not planned at all, in words. @default nothing */
  readonly notPlanned?: readonly string[];
  /** ISO date on which waivers are judged. */
  readonly today: string;
  /** @default the catalogue */
  readonly rules?: readonly Rule[];
}

const EXPIRES_SOON_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * Reviews plans: what the rules say of what there would be, less what they say of what there is.
 *
 * @throws UserError when a plan cannot be read
 */
export function reviewPlans(input: ReviewInput): Review {
  const { plans, base, head, configs, baseConfigs, today, rules = RULES } = input;
  const read = readPlans(
    plans.map(({ source }) => source),
    { ...(base && { base }), ...(head && { head }) },
  );
  const { before, changes } = read;
  const after = sharing(read.after, before);
  const both = evaluateBoth(rules, before, after);
  const { concerned, judgedTypes } = both;
  const duties = new Duties([both.before, both.after]);
  const ofStacks = base && head ? stackFindings(base, head, duties) : [];
  const goneStacks = new Set(
    ofStacks.flatMap(({ rule, address }) => (rule === "stack-removed" ? [address.split("/")[0] ?? ""] : [])),
  );
  const handling = handlingFindings({ before, after, changes, duties, goneStacks });
  const { findings: ofRules, standing } = adopted(
    compareEvaluations({
      rules,
      concerned,
      before: { set: before, evaluation: both.before },
      after: { set: after, evaluation: both.after },
    }),
    changes,
  );
  const agreed = configs && agreedBefore(configs, baseConfigs, rules);
  const findings = inOrder([
    ...ofStacks,
    ...besideFindings({ ...read, after }, head, duties),
    ...handling.findings,
    ...unjudgedFindings({ before, after, judgedTypes, duties }),
    ...(agreed?.findings ?? []),
    ...ofRules.filter(
      ({ rule, address }) =>
        !goneStacks.has(address.split("/")[0] ?? "") &&
        !(rule === "evidence-added" && handling.madeAnew.has(address)),
    ),
  ]);
  const declared = configs?.environments.flatMap(({ waivers }) => waivers) ?? [];
  const { waived } = weigh(both.after.verdicts, agreed?.waivers ?? [], today);
  const waivers = {
    used: [...new Set(waived.map(({ waiver }) => waiver))],
    expiring: declared.filter(
      ({ expires }) => expires >= today && expires <= daysAfter(today, EXPIRES_SOON_DAYS),
    ),
    expired: declared.filter(({ expires }) => expires < today),
  };
  const open = openFindings({ findings, waivers });
  return {
    effect: worst(open.map(({ effect }) => effect)),
    findings,
    standing,
    plans: plans.map((plan) => reviewedPlan(plan, changes, read.terraformVersions)),
    brokenRules: [...new Set([...both.before.brokenRules, ...both.after.brokenRules])],
    waivers,
    approvals: configs ? approvalsFor(open, configs, baseConfigs) : [],
    costs: configs ? costChanges(baseConfigs, configs) : [],
    notCompared: notCompared(input),
  };
}

/** What an import takes over unmet was unmet before, and is taken over by this change all the same. */
function adopted({ findings, standing }: Comparison, changes: readonly PlannedChange[]): Comparison {
  const imported = new Set(changes.flatMap(({ imported, address }) => (imported ? [address] : [])));
  const isTaken = ({ address }: Finding) => imported.has(address);
  return {
    findings: [
      ...findings,
      ...standing
        .filter(isTaken)
        .map((each): Finding => ({ ...each, effect: each.effect === "unknown" ? "unknown" : "weakens" })),
    ],
    standing: standing.filter((each) => !isTaken(each)),
  };
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, "YYYY-MM-DD".length);
}

function reviewedPlan(
  { source: { path, stack }, sha256, planFileSha256 }: PlanFile,
  changes: readonly PlannedChange[],
  versions: Readonly<Record<string, string>>,
): ReviewedPlan {
  return {
    stack,
    path,
    sha256,
    ...(planFileSha256 !== undefined && { planFileSha256 }),
    terraformVersion: versions[stack] ?? "not said",
    changes: changes.flatMap((change) => (change.stack === stack ? (reviewedChange(change) ?? []) : [])),
  };
}

function reviewedChange(change: PlannedChange): ReviewedChange | undefined {
  const action = actionOf(change);
  if (action === undefined) return undefined;
  const { address, attributes, movedFrom } = change;
  return { address, action, attributes, ...(movedFrom !== undefined && { movedFrom }) };
}

function actionOf(change: PlannedChange): ReviewedChange["action"] | undefined {
  const { actions, replaced, imported, movedFrom, deferred } = change;
  if (deferred !== undefined) return "defer";
  if (replaced) return "replace";
  if (actions.includes("create")) return "create";
  if (actions.includes("delete")) return "destroy";
  if (actions.includes("forget")) return "forget";
  if (imported) return "import";
  if (actions.includes("update")) return "update";
  if (movedFrom !== undefined) return "move";
  return actions.includes("read") ? "read" : undefined;
}

/** What was not looked at, in words, so that nobody takes silence for "fine". */
function notCompared({
  plans,
  base,
  head,
  configs,
  baseConfigs,
  notPlanned = [],
}: ReviewInput): readonly string[] {
  const planned = new Set(plans.map(({ source }) => source.stack));
  const unplanned = (head?.stacks ?? [])
    .map(({ name }) => name)
    .filter((name) => !planned.has(name) && base && head && !sameStack(name, base, head));
  return [
    ...(head ? [] : ["The other stacks, prevent_destroy and the backend: give --head cdktf.out."]),
    ...(base ? [] : ["What the stacks declared before (backend, providers, prevent_destroy): give --base."]),
    ...(configs ? [] : ["Waivers, approvers and cost: give --configs."]),
    ...(configs && !baseConfigs
      ? ["The cost before the change, and whether waivers and approvers are new: give --base-configs."]
      : []),
    ...notPlanned,
    ...unplanned.map((name) => `The stack ${name} changes, and no plan of it was given: judged as declared.`),
  ];
}

function sameStack(name: string, base: ResourceSet, head: ResourceSet): boolean {
  return (
    isDeepStrictEqual(base.stack(name), head.stack(name)) &&
    isDeepStrictEqual(base.inStack(name), head.inStack(name))
  );
}

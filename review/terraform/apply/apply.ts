import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  deployInterrupted,
  deployNotRecorded,
  plansNotCleared,
  UserError,
  type Problem,
} from "../../../errors";
import { judgedRecords, recordKey, type KeyRing, type RecordStore } from "../../../evidence/records";
import type { Signer } from "../../../evidence/signing";
import { inParallel, OneAtATime, parallelPlans } from "../parallel";
import type { PlansReport } from "../plans-file";
import type { Counts } from "../said";
import type { TerraformPlace } from "../terraform";
import { clearanceOf, DEPLOYS, isApprovers, REVIEWS, type Clearance, type Grounds } from "./clearance";
import { DeployRecords, type Deployer } from "./deploy-record";
import { plansGiven } from "./given";
import { showPlan, type ShownPlan } from "./shown";

/** What to apply, and by what it is judged. */
export interface ApplyRequest extends Pick<TerraformPlace, "env" | "signal">, Deployer {
  /** Folders of plans, or single plans. */
  readonly paths: readonly string[];
  readonly synthesized: string;
  readonly store: RecordStore;
  readonly ring: KeyRing;
  readonly maxReviewAgeDays: number;
  /** Signs the records of what is applied; nothing is applied without one. */
  readonly signer?: Signer;
  readonly progress?: (text: string) => void;
}

/** What became of a plan. `held-back` are those behind one that failed. */
export interface DeployedPlan {
  readonly stack: string;
  readonly sha256: string;
  readonly outcome: "may-be-applied" | "applied-before" | "applied" | "failed" | "held-back";
  readonly clearance: Clearance;
  readonly counts?: Counts;
  /** Key of the record that tells of it. */
  readonly record?: string;
}

/** What a run came to. */
export interface Deployment {
  /** In the order in which the stacks are deployed. */
  readonly plans: readonly DeployedPlan[];
  /** What the runs that planned could not plan. */
  readonly notPlanned: PlansReport["failed"];
  /** Why it ended before all were applied. */
  readonly fault?: Error;
}

interface Cleared {
  readonly plan: ShownPlan;
  readonly clearance: Clearance;
}

/**
 * Applies plans that were reviewed and have not changed since: all of them or, where one may not be applied, none. A
 * plan that fails holds back those behind it. Without a signer it is told what would be applied, and nothing is.
 *
 * @throws UserError, before anything is applied, when a plan may not be applied, or the environment does not let it
 */
export async function applyPlans(request: ApplyRequest): Promise<Deployment> {
  const { paths, synthesized, env, signal, signer, progress } = request;
  const { plans, notPlanned } = await plansGiven(paths, synthesized);
  const folder = await mkdtemp(join(tmpdir(), "evidence-apply-"));
  try {
    const inits = new OneAtATime();
    const shown = await inParallel(plans, parallelPlans(), (plan) => {
      progress?.(`checking the plan of ${plan.stack.name}`);
      return showPlan(plan, { folder, inits, env, signal });
    });
    progress?.("reading the records of reviews, approvals and deploys");
    const cleared = await allCleared(shown, request);
    const deployed =
      signer === undefined
        ? { plans: cleared.map((each) => untouched(each, "may-be-applied")) }
        : await applyInOrder(cleared, signer, request);
    return { ...deployed, notPlanned };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function allCleared(
  plans: readonly ShownPlan[],
  { store, ring, maxReviewAgeDays }: ApplyRequest,
): Promise<readonly Cleared[]> {
  const wanted = (stream: string) => stream === REVIEWS || stream === DEPLOYS || isApprovers(stream);
  const records = await judgedRecords(store, ring, wanted);
  const grounds: Grounds = { records, now: new Date(), maxReviewAgeDays };
  const judged = plans.map((plan) => ({ plan, clearance: clearanceOf(plan, grounds) }));
  const problems = judged.flatMap(({ clearance }) => ("review" in clearance ? [] : clearance));
  // One missing approval may hold several plans back.
  if (problems.length > 0) throw plansNotCleared(unlike(problems));
  return judged.filter((each): each is Cleared => "review" in each.clearance);
}

function unlike(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function untouched({ plan, clearance }: Cleared, outcome: "may-be-applied" | "held-back"): DeployedPlan {
  const { stack, sha256 } = plan;
  const { applied } = clearance;
  return applied
    ? {
        stack,
        sha256,
        clearance,
        outcome: "applied-before",
        record: recordKey(applied.stream, applied.sequence),
      }
    : { stack, sha256, clearance, outcome };
}

async function applyInOrder(
  cleared: readonly Cleared[],
  signer: Signer,
  request: ApplyRequest,
): Promise<Pick<Deployment, "plans" | "fault">> {
  const records = new DeployRecords(request.store, signer, request);
  const plans: DeployedPlan[] = [];
  let fault: Error | undefined;
  for (const each of cleared) {
    if (fault !== undefined || each.clearance.applied) {
      plans.push(untouched(each, "held-back"));
      continue;
    }
    const done = await applyOne(each, records, request);
    plans.push(done.plan);
    fault = done.fault;
  }
  return { plans, ...(fault && { fault }) };
}

async function applyOne(
  each: Cleared,
  records: DeployRecords,
  { signal, store, progress }: ApplyRequest,
): Promise<{ plan: DeployedPlan; fault?: Error }> {
  const { plan, clearance } = each;
  const startedAt = new Date();
  try {
    if (signal?.aborted) throw deployInterrupted(plan.stack);
    await records.begin(plan, clearance, startedAt);
  } catch (fault) {
    return { plan: untouched(each, "held-back"), fault: asError(fault) };
  }
  progress?.(`applying ${plan.stack}`);
  const applied = await plan.terraform.apply(plan.planFile);
  const told = {
    stack: plan.stack,
    sha256: plan.sha256,
    clearance,
    outcome: applied.fault ? ("failed" as const) : ("applied" as const),
    counts: applied.said.counts,
  };
  try {
    const { key } = await records.end(plan, clearance, startedAt, applied);
    return { plan: { ...told, record: key }, ...(applied.fault && { fault: applied.fault }) };
  } catch (error) {
    const problems = error instanceof UserError ? error.problems : [];
    return { plan: told, fault: deployNotRecorded(told, store.name, problems, asError(error).message) };
  }
}

const asError = (fault: unknown): Error => (fault instanceof Error ? fault : new Error(String(fault)));

import { existsSync } from "node:fs";
import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../errors";
import { fileDigest } from "./digest";
import { inParallel, OneAtATime } from "./parallel";
import { planFiles, type PlansFolder } from "./plans-folder";
import type { PlansReport } from "./plans-file";
import { OWNER_ONLY } from "./run";
import type { SynthesizedStack } from "./synthesized";
import { Terraform } from "./terraform";

/** Terraform's own record of the versions of providers it chose. */
export const LOCK_FILE = ".terraform.lock.hcl";

/** What to plan, and how. */
export interface PlanRequest {
  readonly stacks: readonly SynthesizedStack[];
  readonly env: NodeJS.ProcessEnv;
  /** How many at a time. */
  readonly parallel: number;
  /** Whether to look at what is deployed, not at the states only. */
  readonly refresh: boolean;
  /** Leaves out, and names, stacks whose providers are not to be had, instead of failing them. */
  readonly skipUnavailable: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly progress?: (step: PlanProgress) => void;
}

/** Stacks that are through, of all, and those under way. */
export interface PlanProgress {
  readonly done: number;
  readonly of: number;
  readonly underWay: readonly string[];
}

/** A stack that has no plan, and the whole reason. */
export interface NotPlanned {
  readonly stack: string;
  readonly fault: UserError;
}

/** What became of each stack. */
export interface PlannedStacks {
  readonly planned: PlansReport["planned"];
  readonly failed: readonly NotPlanned[];
  readonly leftOut: readonly NotPlanned[];
}

type Planned = PlansReport["planned"][number];
type Outcome = Planned | NotPlanned;

const hasNoPlan = (outcome: Outcome): outcome is NotPlanned => "fault" in outcome;

/** Plans stacks side by side into a folder. One that fails does not stop the others. */
export async function planStacks(request: PlanRequest, folder: PlansFolder): Promise<PlannedStacks> {
  const { stacks, parallel, skipUnavailable, progress } = request;
  const underWay = new Set<string>();
  let done = 0;
  const tell = () => progress?.({ done, of: stacks.length, underWay: [...underWay] });
  // A cache of providers that several installations share is not made for two at a time.
  const inits = new OneAtATime();
  const outcomes = await inParallel(stacks, parallel, async (stack): Promise<Outcome> => {
    underWay.add(stack.name);
    tell();
    try {
      return await planStack(stack, request, folder, inits);
    } catch (fault) {
      await folder.drop(stack.name);
      if (!(fault instanceof UserError)) throw fault;
      return { stack: stack.name, fault };
    } finally {
      underWay.delete(stack.name);
      done++;
      tell();
    }
  });
  const without = outcomes.filter(hasNoPlan);
  const isLeftOut = ({ fault }: NotPlanned) => skipUnavailable && fault.code === "provider-unavailable";
  return {
    planned: outcomes.filter((outcome): outcome is Planned => !hasNoPlan(outcome)),
    failed: without.filter((outcome) => !isLeftOut(outcome)),
    leftOut: without.filter(isLeftOut),
  };
}

async function planStack(
  { name, dir, sha256: synthesized }: SynthesizedStack,
  { env, refresh, signal }: PlanRequest,
  folder: PlansFolder,
  inits: OneAtATime,
): Promise<Planned> {
  const terraform = new Terraform({ stackDir: dir, env, logFile: await folder.log(name), signal });
  const [plan, json, lock] = [planFiles.plan(name), planFiles.json(name), planFiles.lock(name)].map((file) =>
    folder.file(file),
  ) as [string, string, string];
  await inits.run(() => terraform.init());
  const changes = await terraform.plan(plan, { refresh });
  await chmod(plan, OWNER_ONLY);
  await terraform.show(plan, json);
  // A stack of Terraform's built-in resources alone has none.
  if (existsSync(join(dir, LOCK_FILE))) await copyFile(join(dir, LOCK_FILE), lock);
  return {
    stack: name,
    sha256: await fileDigest(json),
    planFile: await fileDigest(plan),
    synthesized,
    changes: changes.length,
  };
}

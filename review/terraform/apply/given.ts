import { existsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import {
  noPlansGiven,
  planGivenTwice,
  planNotListed,
  planNotThere,
  stackNotAsPlanned,
} from "../../../errors";
import { PLANS_FILE, readPlansReport, type PlansReport } from "../plans-file";
import { planFiles } from "../plans-folder";
import { inDeployOrder, readSynthesized, type SynthesizedStack } from "../synthesized";

/** A plan that somebody asks to have applied. Nothing about it is checked yet but that its files are there. */
export interface GivenPlan {
  readonly stack: SynthesizedStack;
  readonly planFile: string;
  readonly jsonFile: string;
  /** Absent where the stack has no providers of its own. */
  readonly lockFile?: string;
}

/** What is asked to be applied, and what the runs that planned it could not plan. */
export interface Given {
  /** In the order in which the stacks are deployed. */
  readonly plans: readonly GivenPlan[];
  readonly notPlanned: PlansReport["failed"];
}

/**
 * Finds the plans that paths name: a folder names all that were planned into it, a file its own.
 *
 * @param synthesized folder of synthesized stacks, which must be the planned ones
 * @throws UserError when one is not there, was not planned by a run that came to its end, or its stack has changed since
 */
export async function plansGiven(paths: readonly string[], synthesized: string): Promise<Given> {
  const stacks = new Map(readSynthesized(synthesized).map((stack) => [stack.name, stack]));
  const plans = new Map<string, GivenPlan>();
  const notPlanned: PlansReport["failed"] = [];
  for (const path of paths) {
    const { folder, only } = whatIsAt(path);
    const report = await readPlansReport(folder);
    const asked = report.planned.filter(({ stack }) => only === undefined || stack === only);
    if (only !== undefined && asked.length === 0) throw planNotListed(path, join(folder, PLANS_FILE));
    if (only === undefined) notPlanned.push(...report.failed, ...report.leftOut);
    for (const { stack: name, synthesized: digest } of asked) {
      const stack = stacks.get(name);
      if (stack?.sha256 !== digest) throw stackNotAsPlanned(name, synthesized, stack === undefined);
      const [planFile, jsonFile, lockFile] = [planFiles.plan, planFiles.json, planFiles.lock].map((file) =>
        join(folder, file(name)),
      ) as [string, string, string];
      for (const file of [planFile, jsonFile]) if (!existsSync(file)) throw planNotThere(file);
      const other = plans.get(name);
      if (other !== undefined) throw planGivenTwice(name, other.jsonFile, jsonFile);
      plans.set(name, { stack, planFile, jsonFile, ...(existsSync(lockFile) && { lockFile }) });
    }
  }
  if (plans.size === 0) throw noPlansGiven(paths.join(" "));
  const order = inDeployOrder([...stacks.values()].filter(({ name }) => plans.has(name)));
  return { plans: order.map(({ name }) => plans.get(name) as GivenPlan), notPlanned };
}

function whatIsAt(path: string): { folder: string; only?: string } {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw planNotThere(path);
  if (found.isDirectory()) return { folder: path };
  if (basename(path) === PLANS_FILE) return { folder: dirname(path) };
  return { folder: dirname(path), only: basename(path).replace(/\.(?:json|tfplan)$/, "") };
}

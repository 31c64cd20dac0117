import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { planJsonNotAsPlanned, planNotThere, stackNotAsPlanned } from "../../errors";
import { fileDigest } from "./digest";
import { PLANS_FILE, readPlansReport, type PlansReport } from "./plans-file";
import { planFiles } from "./plans-folder";
import { readSynthesized } from "./synthesized";

/**
 * Makes sure that plans are those the run told of, and that the synthesized stacks are the ones it planned: a review by
 * other stacks would take from them what the plan does not say.
 *
 * @param path a folder that `evidence plan` wrote, or the JSON of one plan; others, made by hand, are not checked
 * @param synthesized folder of the stacks after the change, where it is given
 * @returns what the run told, where it told anything
 * @throws UserError when a plan is missing or another, or a stack is not as it was planned
 */
export async function asPlanned(
  path: string,
  isFolder: boolean,
  synthesized: string | undefined,
): Promise<PlansReport | undefined> {
  const folder = isFolder ? path : dirname(path);
  if (!existsSync(join(folder, PLANS_FILE))) return undefined;
  const report = await readPlansReport(folder);
  const stacks =
    synthesized !== undefined && existsSync(join(synthesized, "manifest.json"))
      ? new Map(readSynthesized(synthesized).map(({ name, sha256 }) => [name, sha256]))
      : undefined;
  for (const { stack, sha256, synthesized: planned } of report.planned) {
    const file = planFiles.json(stack);
    if (!isFolder && file !== basename(path)) continue;
    const json = join(folder, file);
    if (!existsSync(json)) throw planNotThere(json);
    const digest = await fileDigest(json);
    if (digest !== sha256) throw planJsonNotAsPlanned(json, digest, sha256);
    if (stacks && synthesized !== undefined && stacks.get(stack) !== planned)
      throw stackNotAsPlanned(stack, synthesized, !stacks.has(stack));
  }
  return report;
}

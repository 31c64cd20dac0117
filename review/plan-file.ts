import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { planGivenTwice, planOfUnknownStack } from "../errors";
import { readJson, type ResourceSet, type Source } from "../rules";

/** The JSON of a plan as it was read. */
export interface PlanFile {
  readonly source: Source;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string;
  /** The same of Terraform's own plan file, where it lies beside. */
  readonly planFileSha256?: string;
}

/** What stands in a plan a second time: its changes say the same. */
const UNREAD = ["planned_values", "prior_state"] as const;

/**
 * Reads the outputs of `terraform show -json PLAN`, each in a file called as its stack.
 *
 * @param declared synthesized stacks that the plans may be of; any when none are given
 * @throws UserError when one cannot be read, is of no declared stack, or two are of the same
 */
export function readPlanFiles(
  paths: readonly string[],
  declared: readonly ResourceSet[],
): readonly PlanFile[] {
  const files = paths.map((path) => {
    const hash = createHash("sha256");
    const source = readJson(path, (bytes) => hash.update(bytes), UNREAD);
    return { source, sha256: hash.digest("hex"), ...besideIt(path) };
  });
  const seen = new Map<string, string>();
  for (const { source } of files) {
    const { stack, path } = source;
    const known = declared.flatMap(({ stacks }) => stacks.map(({ name }) => name));
    if (known.length > 0 && !known.includes(stack))
      throw planOfUnknownStack(path, stack, [...new Set(known)]);
    const other = seen.get(stack);
    if (other !== undefined) throw planGivenTwice(stack, other, path);
    seen.set(stack, path);
  }
  return files;
}

function besideIt(path: string): Pick<PlanFile, "planFileSha256"> {
  const planFile = path.replace(/\.json$/, ".tfplan");
  if (planFile === path || !existsSync(planFile)) return {};
  return { planFileSha256: createHash("sha256").update(readFileSync(planFile)).digest("hex") };
}

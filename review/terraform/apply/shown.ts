import { copyFile, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { planFileUnreadable, stateInsteadOfPlanFile, UserError } from "../../../errors";
import { fileDigest } from "../digest";
import type { OneAtATime } from "../parallel";
import { LOCK_FILE } from "../plan-stacks";
import { Terraform, type TerraformPlace } from "../terraform";
import type { GivenPlan } from "./given";

/** A plan, by what its own file says when Terraform shows it. */
export interface ShownPlan {
  readonly stack: string;
  /** Terraform, ready to apply it. */
  readonly terraform: Terraform;
  /** A copy nobody else can reach: what is shown, digested and applied are the same bytes. */
  readonly planFile: string;
  readonly planFileSha256: string;
  /** Of what `terraform show -json` says of that copy, hex. */
  readonly sha256: string;
  /** Of the JSON that lay beside the plan, hex: what people read. */
  readonly jsonSha256: string;
}

/** Where plans are shown. */
export interface ShowPlace extends Pick<TerraformPlace, "env" | "signal"> {
  /** Private folder for copies. */
  readonly folder: string;
  readonly inits: OneAtATime;
}

/**
 * Has Terraform show a plan.
 *
 * @throws UserError when it is no plan, or one that this Terraform cannot read
 */
export async function showPlan(
  { stack, planFile, jsonFile, lockFile }: GivenPlan,
  { folder, inits, env, signal }: ShowPlace,
): Promise<ShownPlan> {
  const copy = join(folder, `${stack.name}.tfplan`);
  await copyFile(planFile, copy);
  await refuseOtherFiles(copy, planFile);
  // The same versions of providers as when it was planned, whatever has been published since.
  if (lockFile !== undefined) await copyFile(lockFile, join(stack.dir, LOCK_FILE));
  // Beside the plans, where it can be read afterwards.
  const logFile = join(dirname(planFile), `${stack.name}.apply.log`);
  const terraform = new Terraform({ env, signal, stackDir: stack.dir, logFile });
  await inits.run(() => terraform.init());
  const shown = join(folder, `${stack.name}.json`);
  await terraform.show(copy, shown).catch((fault: unknown) => {
    const isNoPlan = fault instanceof UserError && fault.code === "plan-file-unreadable";
    throw isNoPlan ? planFileUnreadable(planFile, "Terraform cannot read it; it may be cut off") : fault;
  });
  return {
    stack: stack.name,
    terraform,
    planFile: copy,
    planFileSha256: await fileDigest(copy),
    sha256: await fileDigest(shown),
    jsonSha256: await fileDigest(jsonFile),
  };
}

/** A saved plan is a ZIP file; Terraform also shows states, which look like one who asks for a plan's JSON. */
async function refuseOtherFiles(file: string, given: string): Promise<void> {
  const handle = await open(file);
  const start = Buffer.alloc(512);
  try {
    await handle.read(start);
  } finally {
    await handle.close();
  }
  if (start.subarray(0, 2).toString("latin1") === "PK") return;
  const text = start.toString("latin1").trimStart();
  if (text.startsWith("{") && /"(?:terraform_version|lineage)"/.test(text))
    throw stateInsteadOfPlanFile(given);
  throw planFileUnreadable(given, "it does not begin as a saved plan does");
}

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { plansFileInvalid, plansNotFinished } from "../../errors";

/** Tells of the plans beside it. It is written last: a folder without it is unfinished. */
export const PLANS_FILE = "plans.json";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Stack = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/);
const NotPlanned = z.strictObject({
  stack: Stack,
  /** Stable machine name of the fault. */
  code: z.string(),
  reason: z.string(),
});

const plansSchema = z.strictObject({
  schemaVersion: z.literal("1.0.0"),
  plannedAt: z.iso.datetime({ precision: 3 }),
  terraformVersion: z.string(),
  /** False where plans were made from the states alone, without a look at what is deployed. */
  refreshed: z.boolean(),
  /** What the stacks were compared with; absent where all were planned. */
  base: z.exactOptional(z.strictObject({ ref: z.string(), commit: z.exactOptional(z.string()) })),
  planned: z.array(
    z.strictObject({
      stack: Stack,
      /** Of `<stack>.json`: what a review names. */
      sha256: Digest,
      /** Of `<stack>.tfplan`. */
      planFile: Digest,
      /** Of the stack's `cdk.tf.json`. */
      synthesized: Digest,
      changes: z.int().min(0),
    }),
  ),
  failed: z.array(NotPlanned),
  /** Left out by --skip-unavailable: nobody has seen what would change in them. */
  leftOut: z.array(NotPlanned),
  /** Not planned, because their synthesized bytes are those of the base. */
  unchanged: z.array(Stack),
  /** Declared at the base and not any more: nobody plans them. */
  removed: z.array(Stack),
});

/** What was planned, what was not, and why. */
export type PlansReport = z.infer<typeof plansSchema>;

/**
 * Reads what `evidence plan` says of the plans in a folder.
 *
 * @throws UserError when it is not there, or is none
 */
export async function readPlansReport(folder: string): Promise<PlansReport> {
  const file = join(folder, PLANS_FILE);
  const text = await readFile(file, "utf8").catch(() => {
    throw plansNotFinished(file);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw plansFileInvalid(file, (error as Error).message.slice(0, 200));
  }
  const parsed = plansSchema.safeParse(value);
  if (!parsed.success) throw plansFileInvalid(file, z.prettifyError(parsed.error).slice(0, 400));
  return parsed.data;
}

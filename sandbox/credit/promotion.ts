/** Brings a version of the credit model into production, or tries to. */
import { z } from "zod";
import { runProgram, type ProgramWorld } from "./python-program";

const attempt = z.discriminatedUnion("accepted", [
  z.object({ accepted: z.literal(true) }),
  z.object({ accepted: z.literal(false), error_code: z.string(), message: z.string() }),
]);

/** How an attempt came out, in the words of MLflow's client. */
export type PromotionAttempt = z.infer<typeof attempt>;

/** Moves an alias with the stock MLflow client. */
export async function setAlias(
  world: ProgramWorld,
  { model, version, alias }: { readonly model: string; readonly version: string; readonly alias: string },
): Promise<PromotionAttempt> {
  const args = ["--model", model, "--version", version, "--alias", alias];
  const [line = ""] = await runProgram(world, "promote.py", args);
  return attempt.parse(JSON.parse(line));
}

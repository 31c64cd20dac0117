import type { z } from "zod";
import { textOf, type Answer, type Call } from "../call";
import { Refusal } from "../refusal";
import type { Target } from "../state/gate-state";
import type { Work } from "./parts";

/**
 * Remembers who made something, now that MLflow has named it. Its stamps say so as well, should the gate end before.
 * @throws Refusal RESOURCE_CONFLICT where MLflow's answer does not name it
 */
export async function made<T>(
  work: Pick<Work, "state">,
  { principal, route }: Call,
  answer: Answer,
  form: z.ZodType<T>,
  nameOf: (answer: T) => Target,
): Promise<Answer> {
  if (answer.status !== 200) return answer;
  const read = form.safeParse(JSON.parse(textOf(answer)));
  if (!read.success)
    throw new Refusal(
      "RESOURCE_CONFLICT",
      `MLflow answered ${route.id} without saying what it made; look before you try again`,
    );
  await work.state.contributed([nameOf(read.data)], principal);
  return answer;
}

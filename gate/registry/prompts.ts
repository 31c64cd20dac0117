import { type Call, type JsonObject } from "../call";
import { AliasAnswer } from "../decisions";
import { get } from "../facts";
import { sameName } from "../names";
import { Refusal } from "../refusal";
import { entriesOf, keyOf } from "../work/tags";
import type { RegistryParts } from "./parts";

/** MLflow keeps prompts as registered models that have this tag. */
const PROMPT = "mlflow.prompt.is_prompt";

export function isPromptTag(key: string): boolean {
  return sameName(key.trim(), PROMPT);
}

/** Whether tags say that something is a prompt. @throws Refusal for a way of saying it that people and MLflow read differently */
export function saysPrompt(tags: readonly JsonObject[]): boolean {
  const [said, more] = tags.filter((tag) => isPromptTag(keyOf(tag)));
  if (said === undefined) return false;
  if (more === undefined && keyOf(said) === PROMPT && said["value"] === "true") return true;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `tag '${PROMPT}': once, in this spelling, with the value 'true'`,
  );
}

/** A prompt that pretends to be a model, or the other way round, would be listed as neither. @throws Refusal */
export async function mustBePrompt({ upstream }: RegistryParts, call: Call, name: string): Promise<void> {
  const { registered_model: model } = await get(
    upstream,
    "/api/2.0/mlflow/registered-models/get",
    { name },
    AliasAnswer,
  );
  if (saysPrompt(entriesOf(model.tags))) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `'${name}' is a model and no prompt: leave the tag '${PROMPT}' out`,
  );
}

/** @throws Refusal: what something is, is said when it is made */
export function refusePromptTag(key: string): void {
  if (!isPromptTag(key)) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `tag '${key}' makes a prompt of a model: it is set when a prompt is made, and not changed`,
  );
}

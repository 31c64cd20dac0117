import { z } from "zod";
import type { System } from "../configs";
import { chainOptionInvalid, chainQuestionUnclear } from "../errors";
import type { ChainQuestion } from "../evidence/chain";
import type { ChainOptions } from "./chain";
import { inputDigestOf } from "./chain-input";

const ASKED_BY = ["event", "input", "inputDigest", "caseDigest", "model"] as const;

/** What the options ask. @throws UserError for none, several, or one that cannot be read */
export async function questionOf(options: ChainOptions, systems: readonly System[]): Promise<ChainQuestion> {
  const asked = ASKED_BY.filter((name) => options[name] !== undefined);
  if (asked.length > 1) throw chainQuestionUnclear();
  const { event, input, inputDigest, caseDigest, model, key, scope, system, from, to } = options;
  if (event !== undefined) {
    if (!z.uuidv7().safeParse(event).success || event !== event.toLowerCase())
      throw chainOptionInvalid("--event", event, "a UUID of version 7 in lower case");
    return { by: "event", event };
  }
  if (input !== undefined)
    return { by: "input", digest: await inputDigestOf({ input, key, scope, system }, systems) };
  if (inputDigest !== undefined) return { by: "input", digest: digestOf("--input-digest", inputDigest) };
  if (caseDigest !== undefined) return { by: "case", digest: digestOf("--case-digest", caseDigest) };
  if (model !== undefined) {
    const [, name, version] = /^([A-Za-z0-9][A-Za-z0-9._-]*):([1-9][0-9]{0,8})$/.exec(model) ?? [];
    if (name === undefined || version === undefined)
      throw chainOptionInvalid("--model", model, "NAME:VERSION, for example credit-scoring:3");
    return { by: "version", model: name, version };
  }
  if (system === undefined || from === undefined || to === undefined) throw chainQuestionUnclear();
  return { by: "period" };
}

function digestOf(option: string, given: string): string {
  if (!/^[0-9a-f]{64}$/.test(given)) throw chainOptionInvalid(option, given, "64 lower-case hex digits");
  return given;
}

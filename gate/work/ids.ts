import type { Json } from "../call";
import { Refusal } from "../refusal";
import { SPELLING } from "../spellings";
import type { Target } from "../state/gate-state";

const IDS = {
  run: { pattern: SPELLING.run, needed: "32 hexadecimal digits" },
  model: { pattern: SPELLING.loggedModel, needed: "m- and 32 hexadecimal digits" },
  experiment: { pattern: SPELLING.experiment, needed: "a decimal number in its one spelling" },
} as const;

export type Kind = keyof typeof IDS;

/** @throws Refusal INVALID_PARAMETER_VALUE */
export function idOf(kind: Kind, field: string, value: Json | undefined): string {
  const { pattern, needed } = IDS[kind];
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new Refusal("INVALID_PARAMETER_VALUE", `field '${field}': the id of a ${kind} is ${needed}`);
}

/** @throws Refusal INVALID_PARAMETER_VALUE */
export function target(kind: Kind, field: string, value: Json | undefined): Target {
  return `${kind}:${idOf(kind, field, value)}`;
}

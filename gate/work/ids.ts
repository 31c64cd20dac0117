import type { Json } from "../call";
import { Refusal } from "../refusal";
import type { Target } from "../state/gate-state";

/** Ids as MLflow makes them: another spelling of one could be frozen under its own name and written under that. */
const SPELLING = {
  run: { pattern: /^[0-9a-f]{32}$/, needed: "32 hexadecimal digits" },
  model: { pattern: /^m-[0-9a-f]{32}$/, needed: "m- and 32 hexadecimal digits" },
  experiment: { pattern: /^(?:0|[1-9][0-9]{0,18})$/, needed: "a decimal number in its one spelling" },
} as const;

export type Kind = keyof typeof SPELLING;

/** @throws Refusal INVALID_PARAMETER_VALUE */
export function idOf(kind: Kind, field: string, value: Json | undefined): string {
  const { pattern, needed } = SPELLING[kind];
  if (typeof value === "string" && pattern.test(value)) return value;
  throw new Refusal("INVALID_PARAMETER_VALUE", `field '${field}': the id of a ${kind} is ${needed}`);
}

/** @throws Refusal INVALID_PARAMETER_VALUE */
export function target(kind: Kind, field: string, value: Json | undefined): Target {
  return `${kind}:${idOf(kind, field, value)}`;
}

import { provision, PROVISIONS, type ProvisionId } from "../../regulation";
import type { Effect, MeasureChange } from "../finding";

/** An effect as people say it. */
export const EFFECT_WORDS: Readonly<Record<Effect, string>> = {
  weakens: "weakens",
  unknown: "cannot tell",
  strengthens: "strengthens",
  neutral: "neutral",
};

/** `Art 19(1)` for `Art19(1)`. */
export const dutyWords = (id: ProvisionId): string => id.replace(/^(Art|Annex|Chapter)(?=.)/, "$1 ");

/** Duties in the order of the Act, each once. */
export function dutyList(duties: Iterable<ProvisionId>): string {
  return inOrderOfTheAct(duties).map(dutyWords).join(", ");
}

/** `Art 19(1) Logs kept by the provider`. */
export const dutyTitle = (id: ProvisionId): string => `${dutyWords(id)} ${provision(id).title}`;

export function inOrderOfTheAct(duties: Iterable<ProvisionId>): readonly ProvisionId[] {
  const named = new Set(duties);
  return PROVISIONS.flatMap(({ id }) => (named.has(id) ? [id] : []));
}

/** `3653 -> 365 days`; nothing where a measure stays as it is. */
export function measureWords({ unit, before, after }: MeasureChange): string {
  if (before === after) return "";
  return `${before ?? "none"} -> ${after ?? "none"} ${unit}`;
}

/** `1 change`, `2 changes`. */
export const counted = (count: number, what: string): string =>
  `${count.toLocaleString("en-US")} ${what}${count === 1 ? "" : "s"}`;

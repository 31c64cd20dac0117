import type { Situation, Year } from "./situation";

/** One line of the bill: what it costs in a year. */
export interface Line {
  /** Stable machine name. */
  readonly id: string;
  readonly title: string;
  readonly usd: (situation: Situation, year: Year) => number;
}

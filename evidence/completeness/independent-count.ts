import { readFile } from "node:fs/promises";
import { z } from "zod";
import { independentCountInvalid, independentCountMissing, type Problem } from "../../errors";
import { Time } from "../event/values";
import type { Period } from "../export/period";
import { json, utf8 } from "../records/envelope";
import type { Report } from "./findings";
import type { SeenEvent } from "./seen-event";

/** The strict schema of a file with an independent count. */
export const independentCountSchema = z
  .strictObject({
    source: z
      .string()
      .regex(/^[!-~](?:[ -~]{0,254}[!-~])?$/, "one line of printable ASCII")
      .describe("Who counted, for example `AWS/ApplicationELB RequestCount app/credit/50dc6c495c0c9188`."),
    unit: z
      .enum(["inferences", "log_events"])
      .describe("What was counted: events of type `inference`, or log events of every type."),
    counts: z
      .array(
        z.strictObject({
          from: Time,
          to: Time.describe("Not included."),
          count: z.int().min(0),
        }),
      )
      .min(1)
      .max(100_000)
      .refine((counts) => counts.every(({ from, to }) => from < to), "intervals that end after they begin")
      .refine(
        (counts) => counts.every(({ from }, index) => index === 0 || counts[index - 1]!.to <= from),
        "intervals in order of time that do not overlap",
      )
      .describe("In order of time, without overlap."),
  })
  .meta({
    title: "Independent count",
    description:
      "How many events a source other than the log counted, for `evidence export --independent-count`.",
  });

/** A count by another source than the log. */
export type IndependentCount = z.infer<typeof independentCountSchema>;

/** A count as it was given: the bundle carries these bytes. */
export interface GivenCount {
  readonly bytes: Buffer;
  readonly said: IndependentCount;
}

/**
 * Reads an independent count for an export of a period.
 * @throws UserError with all problems of the file
 */
export async function readIndependentCount(file: string, period: Period): Promise<GivenCount> {
  const bytes = await readFile(file).catch(() => {
    throw independentCountMissing(file);
  });
  const said = parseIndependentCount(bytes, period);
  if (said.problems.length > 0)
    throw independentCountInvalid(said.problems.map((problem) => ({ where: file, ...problem })));
  return { bytes, said: said.count! };
}

/** What the bytes of such a file say, and what is wrong with them. */
export function parseIndependentCount(
  bytes: Uint8Array,
  { from, to }: Period,
): { readonly count?: IndependentCount; readonly problems: readonly Omit<Problem, "where">[] } {
  const result = independentCountSchema.safeParse(json(utf8(bytes) ?? ""));
  if (!result.success) {
    return {
      problems: result.error.issues.map(({ path, message }) =>
        problem(path.join(".") || "(the document)", message),
      ),
    };
  }
  const outside = result.data.counts.findIndex((interval) => interval.from < from || interval.to > to);
  if (outside < 0) return { count: result.data, problems: [] };
  return { problems: [problem(`counts.${outside}`, `an interval within the period, ${from} to ${to}`)] };
}

/** What comparing came to. */
export interface CountTotals {
  readonly intervals: number;
  readonly counted: number;
  /** Sums over the intervals in which the bundle has fewer, or more, events. */
  missing: number;
  exceeding: number;
  /** The intervals leave no part of the period out. */
  readonly coversPeriod: boolean;
}

/** Counts the events of each interval and compares, with no tolerance. */
export class CountComparison {
  readonly #found: number[];
  #at = 0;

  constructor(
    private readonly said: IndependentCount,
    private readonly period: Period,
    private readonly report: Report,
  ) {
    this.#found = said.counts.map(() => 0);
  }

  take({ time, type, inPeriod }: SeenEvent): void {
    if (!inPeriod || (this.said.unit === "inferences" && type !== "inference")) return;
    const index = this.#indexAt(time);
    if (index !== undefined) this.#found[index]! += 1;
  }

  finish(): CountTotals {
    const { source, counts, unit } = this.said;
    const totals = {
      intervals: counts.length,
      counted: counts.reduce((sum, { count }) => sum + count, 0),
      missing: 0,
      exceeding: 0,
      coversPeriod: this.#coversPeriod(),
    };
    counts.forEach(({ from, to, count }, index) => {
      const found = this.#found[index]!;
      if (found === count) return;
      totals[found < count ? "missing" : "exceeding"] += Math.abs(count - found);
      const reason = `from ${from} up to ${to} the bundle has ${found} ${unit}, ${source} counted ${count}`;
      this.report({ code: found < count ? "count-missing" : "count-exceeded", reason });
    });
    return totals;
  }

  /** The interval that holds a time. Events of an emitter come almost in order of time: look where the last one was. */
  #indexAt(time: string): number | undefined {
    const { counts } = this.said;
    if (!holds(counts[this.#at]!, time)) {
      let [low, high] = [0, counts.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (counts[middle]!.to <= time) low = middle + 1;
        else high = middle;
      }
      if (low === counts.length || !holds(counts[low]!, time)) return undefined;
      this.#at = low;
    }
    return this.#at;
  }

  #coversPeriod(): boolean {
    const { counts } = this.said;
    return (
      counts[0]!.from === this.period.from &&
      counts.at(-1)!.to === this.period.to &&
      counts.every(({ from }, index) => index === 0 || counts[index - 1]!.to === from)
    );
  }
}

function holds({ from, to }: { readonly from: string; readonly to: string }, time: string): boolean {
  return from <= time && time < to;
}

function problem(field: string, needed: string): Omit<Problem, "where"> {
  const fix = "correct the file; docs/completeness.md shows how to make it";
  return { code: "independent-count-invalid", field, needed, fix };
}

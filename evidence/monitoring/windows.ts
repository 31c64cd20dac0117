import { covering, spelled, without, type Stretch } from "./stretches";
import type { Part, Period } from "./parts";

/** A period to copy, and what of it; or one that Datadog keeps no more, and what of it. */
export interface Window {
  readonly period: Period;
  readonly parts: readonly Part[];
  readonly lost: readonly Part[];
}

/** What earlier records say of a part. */
export interface Known {
  /** Where its first copy began, or should have. */
  readonly since: string;
  /** Periods that are copied whole, or known to be lost. */
  readonly settled: readonly Period[];
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** One record is of a week at most: who is stopped half way begins again there, and not at the beginning. */
const LONGEST_MS = 7 * DAY_MS;
/** Events reach Datadog's searches after a while: a period that ends now would miss the last ones. */
export const SETTLED_AFTER_MINUTES = 15;
/** How far back the first copy reaches, unless it is told. */
const FIRST_MS = DAY_MS;

/** The end of what can be copied at a time, on a whole minute. */
export function settledAt(now: Date, afterMinutes = SETTLED_AFTER_MINUTES): string {
  return spelled(Math.floor(now.getTime() / MINUTE_MS - afterMinutes) * MINUTE_MS);
}

/**
 * What is to be copied, oldest first: of each part all that is not settled yet, up to now, without gap or overlap; and what
 * Datadog keeps no more. Parts that lack the same go together.
 *
 * @param since where the first copy of a part begins. @default a day before its end
 */
export function windowsOf(
  parts: readonly Part[],
  known: ReadonlyMap<Part["what"], Known>,
  {
    now,
    since,
    settledAfterMinutes,
  }: {
    readonly now: Date;
    readonly since?: string | undefined;
    readonly settledAfterMinutes?: number | undefined;
  },
): readonly Window[] {
  const to = Date.parse(settledAt(now, settledAfterMinutes));
  const windows = new Map<string, { period: Stretch; parts: Part[]; lost: Part[] }>();
  const add = (kind: "parts" | "lost", period: Stretch, part: Part): void => {
    const key = `${kind} ${period.from} ${period.to}`;
    const window = windows.get(key) ?? { period, parts: [], lost: [] };
    windows.set(key, window);
    window[kind].push(part);
  };
  for (const part of parts) {
    const { since: began = since ?? spelled(to - FIRST_MS), settled = [] } = known.get(part.what) ?? {};
    const kept = Math.ceil((now.getTime() - (part.keptDays ?? 0) * DAY_MS) / MINUTE_MS) * MINUTE_MS;
    for (const { from, to: end } of without({ from: Date.parse(began), to }, covering(settled))) {
      if (from < kept) add("lost", { from, to: Math.min(kept, end) }, part);
      for (let at = Math.max(from, kept); at < end; at += LONGEST_MS)
        add("parts", { from: at, to: Math.min(at + LONGEST_MS, end) }, part);
    }
  }
  return [...windows.values()]
    .toSorted((a, b) => a.period.from - b.period.from || a.period.to - b.period.to)
    .map((window) => ({
      ...window,
      period: { from: spelled(window.period.from), to: spelled(window.period.to) },
    }));
}

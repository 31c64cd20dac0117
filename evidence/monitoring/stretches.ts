/** A stretch of time in milliseconds since 1970, its end not included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Periods of records as stretches in order, those joined that touch or overlap. */
export function covering(
  periods: readonly { readonly from: string; readonly to: string }[],
): readonly Stretch[] {
  const sorted = periods
    .map(({ from, to }) => ({ from: Date.parse(from), to: Date.parse(to) }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const stretch of sorted) {
    const last = joined.at(-1);
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else joined.push({ ...stretch });
  }
  return joined;
}

/** What of a stretch is in none of these, which are in order and apart. */
export function without({ from, to }: Stretch, taken: readonly Stretch[]): readonly Stretch[] {
  const left: Stretch[] = [];
  let at = from;
  for (const one of taken) {
    if (one.from > at) left.push({ from: at, to: Math.min(one.from, to) });
    at = Math.max(at, one.to);
    if (at >= to) break;
  }
  if (at < to) left.push({ from: at, to });
  return left.filter((stretch) => stretch.from < stretch.to);
}

/** As records spell time. */
export const spelled = (ms: number): string => new Date(ms).toISOString();

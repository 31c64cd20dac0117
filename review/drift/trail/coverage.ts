/** A stretch of time, `[from, to)`, RFC 3339 UTC. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** What the trail shows of one region. */
export interface RegionCoverage {
  readonly region: string;
  readonly logFiles: number;
  readonly digestFiles: number;
  /** Hours of the period for which neither a log file nor a digest file was seen, joined. */
  readonly noLogSeen: readonly Stretch[];
  /** Hours with log files that no digest file vouches for, joined. */
  readonly noDigest: readonly Stretch[];
  /** From when on nothing can be expected yet: files are delivered after a while. */
  readonly notDue?: Stretch;
}

const HOUR_MS = 3_600_000;

/** How long after a call its log file, and the digest file that names it, are there: minutes and an hour, as a rule. */
export const DUE_AFTER_MS = 2 * HOUR_MS;

/** What was seen of a region. */
export interface Seen {
  readonly region: string;
  /** When each log file was delivered. */
  readonly logFiles: readonly string[];
  /** What each digest file speaks for. */
  readonly digests: readonly Stretch[];
}

/** Tells, by the hour, what of a period a region's files speak for. */
export function coverageOf({ region, logFiles, digests }: Seen, period: Stretch, now: Date): RegionCoverage {
  const due = new Date(now.getTime() - DUE_AFTER_MS).toISOString();
  const end = period.to < due ? period.to : due;
  const withLogs = new Set(logFiles.map(hourOf));
  const noLogSeen: Stretch[] = [];
  const noDigest: Stretch[] = [];
  for (const hour of hoursOf({ from: period.from, to: end })) {
    if (speaksFor(digests, hour)) continue;
    join(withLogs.has(hourOf(hour.from)) ? noDigest : noLogSeen, hour);
  }
  const notDueFrom = period.from > due ? period.from : due;
  return {
    region,
    logFiles: logFiles.length,
    digestFiles: digests.length,
    noLogSeen,
    noDigest,
    ...(notDueFrom < period.to && { notDue: { from: notDueFrom, to: period.to } }),
  };
}

/** Digest files follow one another without gap: the middle of an hour stands for it. */
function speaksFor(digests: readonly Stretch[], { from, to }: Stretch): boolean {
  const middle = new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString();
  return digests.some((digest) => digest.from <= middle && middle < digest.to);
}

function hoursOf({ from, to }: Stretch): readonly Stretch[] {
  const hours: Stretch[] = [];
  for (let at = from; at < to;) {
    const next = new Date(Math.floor(Date.parse(at) / HOUR_MS) * HOUR_MS + HOUR_MS).toISOString();
    hours.push({ from: at, to: next < to ? next : to });
    at = next;
  }
  return hours;
}

function join(stretches: Stretch[], hour: Stretch): void {
  const last = stretches.at(-1);
  if (last?.to === hour.from) stretches[stretches.length - 1] = { from: last.from, to: hour.to };
  else stretches.push(hour);
}

const hourOf = (time: string): string => time.slice(0, "YYYY-MM-DDTHH".length);

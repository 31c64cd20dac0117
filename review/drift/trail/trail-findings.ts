import type { FindingKind, FindingVerdict } from "../../../evidence/archive";

/** Findings that reading a trail can make, by code. Codes are stable: reports and records name them. */
export const TRAIL_FINDINGS = {
  "no-log-seen": kind(
    "unknown",
    "No log file seen",
    "Nothing tells what was called there in that time: it does not mean that nobody called anything.",
  ),
  "digest-missing": kind(
    "unknown",
    "Hours without a digest file",
    "CloudTrail names every hour which log files it delivered. Without that, log files may be missing unseen.",
  ),
  "log-unreadable": kind(
    "unknown",
    "Log file that could not be read",
    "Which calls it tells of is not known.",
  ),
  "log-damaged": kind(
    "unmet",
    "Damaged log file",
    "It is no whole gzip of a JSON document with records: it was cut or changed. Which calls it told of is not known.",
  ),
  "log-too-large": kind(
    "unknown",
    "Log file beyond the size limit",
    "CloudTrail writes no file that large. It was not read.",
  ),
  "record-malformed": kind(
    "unknown",
    "Records without the fields every record has",
    "Who called what they tell of cannot be told.",
  ),
  "log-unknown-name": kind("unmet", "Object with a name no log file has", "It was not read."),
  "log-second-version": kind(
    "unmet",
    "Second version of a log file",
    "CloudTrail writes a file once. The first version was read; the other was laid over it.",
  ),
  "log-delete-marker": kind(
    "unmet",
    "Delete marker over a log file",
    "Somebody asked to delete the file. The version below the marker, if any, was read.",
  ),
  "log-missing": kind(
    "unmet",
    "Log file missing",
    "A digest file names it, and it is not there: it was removed after it was delivered.",
  ),
  "log-altered": kind(
    "unmet",
    "Log file that differs from its digest",
    "It was changed after it was delivered. Its records were read and are not to be relied on.",
  ),
  "log-unlisted": kind(
    "unmet",
    "Log file that no digest file names",
    "CloudTrail did not deliver it in that hour: somebody else may have put it there.",
  ),
  "digest-damaged": kind("unmet", "Damaged digest file", "It was cut or changed, and was not used."),
} as const satisfies Readonly<Record<string, FindingKind>>;

export type TrailFindingCode = keyof typeof TRAIL_FINDINGS;

/** One finding about the trail itself, not about a call in it. */
export interface TrailFinding {
  readonly code: TrailFindingCode;
  /** Object key, or region and hours. */
  readonly where: string;
  readonly reason: string;
}

function kind(verdict: FindingVerdict, title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}

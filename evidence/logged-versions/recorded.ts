import { canonicalString, sha256Hex } from "../event";
import {
  KEPT_VERSIONS_LOGGED,
  type Details,
  type KeyRing,
  type RecordDraft,
  type RecordStore,
} from "../records";
import {
  keptFindings,
  lastRecorded,
  notedAgainst,
  outcomeOf,
  plain,
  type Known,
  type Notes,
} from "../watching";
import type { CheckedVersions } from "./check";
import { identityOf, type LoggedVersionFinding } from "./findings";

/** Where checks of the log's versions are recorded. A role may append to streams that begin with its name. */
export const VERSION_CHECK_STREAM = "detector-version-check";

type Recorded = Details<"version-check">["findings"][number];

/** A finding with what is known of it from the check before. */
export type NotedVersion = LoggedVersionFinding & Known;
export type VersionNotes = Notes<LoggedVersionFinding, Recorded>;

/** What the last check of the environment recorded. @throws UserError when the vault cannot be read */
export function readEarlierVersionCheck(
  store: RecordStore,
  ring: KeyRing,
  environment: string,
): Promise<Details<"version-check"> | undefined> {
  return lastRecorded(store, ring, { stream: VERSION_CHECK_STREAM, kind: "version-check", environment });
}

/**
 * Holds what is found now against what was found before: new, changed, standing, gone. Counts and times go on from day to
 * day while a version is in use: that is no change.
 *
 * @param at when the look began, ISO 8601
 */
export function notedVersions(
  found: readonly LoggedVersionFinding[],
  before: Details<"version-check"> | undefined,
  at: string,
): VersionNotes {
  return notedAgainst(found.map(worded), before?.findings ?? [], at, {
    identityOf,
    saidOf: ({ found: words, record }) => JSON.stringify([words, record]),
  });
}

function worded(one: LoggedVersionFinding): LoggedVersionFinding {
  return { ...one, found: plain(one.found) };
}

/** The record of a check; of a clean one, too. */
export function versionCheckDraft({
  environment,
  checkedAt,
  checked,
  findings,
  told,
}: {
  readonly environment: string;
  readonly checkedAt: string;
  readonly checked: CheckedVersions;
  readonly findings: readonly NotedVersion[];
  /** Of which findings Datadog has an event. */
  readonly told: ReadonlySet<NotedVersion>;
}): RecordDraft<"version-check"> {
  const { period, registry, graceMinutes, systems, events, versions, breakGlass, notLookedAt } = checked;
  const all = findings.map((one) => recordedOf(one, told.has(one)));
  const kept = keptFindings(all, KEPT_VERSIONS_LOGGED);
  const details: Details<"version-check"> = {
    ...{ environment, checkedAt, period: { ...period } },
    outcome: outcomeOf(findings.map(({ code }) => code)),
    ...{ registry, graceMinutes, systems, events, versions },
    findings: kept,
    findingsLeftOut: findings.length - kept.length,
    ...(breakGlass.length > 0 && { breakGlass: breakGlass.slice(0, KEPT_VERSIONS_LOGGED) }),
    ...(notLookedAt.length > 0 && { notLookedAt: notLookedAt.slice(0, 20) }),
  };
  return {
    ...{ stream: VERSION_CHECK_STREAM, kind: "version-check", role: "detector", details },
    subject: [
      { name: `logged-versions/${environment}`, digest: { sha256: sha256Hex(canonicalString(details)) } },
    ],
  };
}

function recordedOf(
  { code, system, model, version, found, events, first, last, record, since }: NotedVersion,
  told: boolean,
): Recorded {
  return {
    ...{ code, found, events, since, told },
    ...(system !== undefined && { system }),
    ...(model !== undefined && { model }),
    ...(version !== undefined && { version }),
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
    ...(record !== undefined && { record }),
  };
}

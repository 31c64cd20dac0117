/** Faults in reading logs of calls: CloudTrail's files, Datadog's audit trail. */
import { oneProblem, type UserError } from "./user-error";

/** The folder given in place of the trail's bucket is not there. */
export function trailFolderMissing(folder: string): UserError {
  return oneProblem("the folder with CloudTrail's log files does not exist", {
    code: "trail-folder-missing",
    where: folder,
    needed: "a copy of the trail's bucket, with AWSLogs/ in it",
    fix: "check --trail-dir; `aws s3 sync s3://BUCKET DIR` makes a copy",
  });
}

/** A period beyond what the detector was asked, or may be asked, to read. */
export function detectPeriodAhead(given: string, now: string): UserError {
  return oneProblem("the period has not begun yet", {
    code: "detect-period-ahead",
    where: "--from",
    given,
    needed: `an instant before now, ${now}`,
    fix: "check --from and the clock",
  });
}

/**
 * Datadog's keys are not given.
 *
 * @param permissions that the application key needs, as Datadog names them
 */
export function datadogKeysMissing(missing: readonly string[], permissions: string, fix: string): UserError {
  return oneProblem("reading Datadog needs two keys", {
    code: "datadog-keys-missing",
    where: missing.join(" and "),
    needed: `DD_API_KEY, and DD_APP_KEY of an account with ${permissions}`,
    fix,
  });
}

/** Datadog does not let the caller read its audit trail. */
export function datadogAuditDenied(url: string, status: number): UserError {
  return oneProblem("reading Datadog's audit trail is denied", {
    code: "datadog-audit-denied",
    where: url,
    given: `HTTP ${status}`,
    needed: "keys of this organisation and site; the permission audit_logs_read; Audit Trail turned on",
    fix: "check the keys, the site in the environment's config, and the organisation's plan",
  });
}

/** Datadog does not answer, or not as its API is documented. */
export function datadogAuditUnreadable(url: string, given: string): UserError {
  return oneProblem("Datadog's audit trail cannot be read", {
    code: "datadog-audit-unreadable",
    where: url,
    given,
    needed: "an answer of GET /api/v2/audit/events",
    fix: "check network, proxy and DD_HOST, and run it again",
  });
}

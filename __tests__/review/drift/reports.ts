import type { DriftChange, DriftFinding, DriftReport } from "../../../review/drift/drift";

export const VAULT = "production-evidence-vault";
export const LOCK = `${VAULT}/aws_s3_bucket_object_lock_configuration.vault`;

/** A report in which nothing was found. */
export function report(more: Partial<DriftReport> = {}): DriftReport {
  return {
    mode: "state",
    checkedAt: "2026-11-25T03:00:00.000Z",
    effect: "neutral",
    stacks: [{ stack: VAULT, outcome: "clean", planSha256: "a".repeat(64), problems: [] }],
    changes: [],
    findings: [],
    standing: [],
    notLookedAt: [],
    brokenRules: [],
    waivers: { used: [], expired: [] },
    terraformVersion: "1.11.4",
    providerVersions: { "registry.terraform.io/hashicorp/aws": ["5.100.0"] },
    ...more,
  };
}

export function change(more: Partial<DriftChange> = {}): DriftChange {
  return {
    cause: "console",
    address: LOCK,
    stack: VAULT,
    type: "aws_s3_bucket_object_lock_configuration",
    action: "update",
    physicalNames: ["v"],
    paths: [{ path: "rule.default_retention.days" }],
    ...more,
  };
}

export function finding(more: Partial<DriftFinding> = {}): DriftFinding {
  return {
    cause: "console",
    effect: "weakens",
    rule: "lock-days",
    title: "The log is locked for at least 184 days",
    duties: ["Art19(1)", "Art26(6)"],
    address: `${VAULT}/aws_s3_bucket.vault`,
    reason: "locked for 3653 days -> locked for 365 days",
    fix: "Raise retention.log.days of the environment.",
    before: { verdict: "met", reason: "locked for 3653 days" },
    after: { verdict: "met", reason: "locked for 365 days" },
    measure: { name: "days locked", unit: "days", before: 3653, after: 365 },
    ...more,
  };
}

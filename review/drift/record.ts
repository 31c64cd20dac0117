import {
  appendRecord,
  type AppendedRecord,
  type RecordDraft,
  type RecordStore,
  type Subject,
} from "../../evidence/records";
import { canonicalString, sha256Hex } from "../../evidence/event";
import type { Signer } from "../../evidence/signing";

import type { DriftChange, DriftFinding, DriftReport, StackCheck } from "./drift";
import { EXPLAINED_OUTSIDE, isAbout, unwaived } from "./report";

/** Bytes of findings that one record holds. */
const FINDINGS_BYTES = 64 * 1024;
const MOST_FINDINGS = 200;
/** A record takes as many subjects. */
const MOST_SUBJECTS = 1000;
/** Addresses a record takes: longer ones, or ones with what no line may hold, are counted only. */
const RECORDED_ADDRESS = /^[^\p{Cc}\p{Cf}]{1,1024}$/u;

type CheckDetails = Extract<RecordDraft<"drift-check">["details"], { check: "drift" }>;

/**
 * Writes the signed record of a check, whatever it found.
 *
 * @param actor who asked for it: a login, or the job's name
 * @throws UserError when the store refuses it
 */
export function recordDrift(
  store: RecordStore,
  signer: Signer,
  report: DriftReport,
  actor?: string,
): Promise<AppendedRecord> {
  const details = driftDetails(report);
  return appendRecord(store, signer, {
    stream: "detector",
    kind: "drift-check",
    role: "detector",
    ...(actor !== undefined && { actor }),
    subject: subjectsOf(report, details),
    details,
  });
}

/** What the record says: counts whole, findings as many as fit, the worst first. */
export function driftDetails(report: DriftReport): CheckDetails {
  const all = [...report.findings, ...report.standing];
  const open = unwaived(all, report);
  const { shown, left } = fitting(all, new Set(open));
  return {
    check: "drift",
    mode: report.mode,
    checkedAt: report.checkedAt,
    effect: report.effect,
    stacks: report.stacks.map((check) => checkedStack(check, report.changes, open)),
    findings: shown,
    findingsLeftOut: left,
    notLookedAt: report.notLookedAt.length,
    brokenRules: [...report.brokenRules],
    waivers: report.waivers.used.length,
    terraformVersion: report.terraformVersion,
    providerVersions: Object.fromEntries(
      Object.entries(report.providerVersions).map(([provider, versions]) => [provider, [...versions]]),
    ),
  };
}

function checkedStack(
  { stack, outcome, planSha256 }: StackCheck,
  changes: readonly DriftChange[],
  open: readonly DriftFinding[],
): CheckDetails["stacks"][number] {
  const looked = outcome === "clean" || outcome === "drift";
  const own = changes.filter((change) => change.stack === stack);
  const about = looked ? open.filter((finding) => isAbout(stack, finding)) : [];
  const addresses = (causes: readonly DriftChange["cause"][]) =>
    new Set(own.flatMap(({ cause, address }) => (causes.includes(cause) ? [address] : []))).size;
  return {
    stack,
    outcome,
    ...(planSha256 !== undefined && { planSha256 }),
    console: addresses(EXPLAINED_OUTSIDE),
    unapplied: addresses(["unapplied", "both"]),
    noise: addresses(["noise"]),
    weakens: about.filter(({ effect }) => effect === "weakens").length,
    unknown: about.filter(({ effect }) => effect === "unknown").length,
  };
}

function fitting(findings: readonly DriftFinding[], open: ReadonlySet<DriftFinding>) {
  const shown: CheckDetails["findings"] = [];
  let bytes = 0;
  for (const finding of findings) {
    const { effect, rule, address, duties, cause } = finding;
    if (shown.length === MOST_FINDINGS) break;
    if (!RECORDED_ADDRESS.test(address)) continue;
    const short = { effect, rule, address, duties: [...duties], cause, waived: !open.has(finding) };
    bytes += Buffer.byteLength(JSON.stringify(short));
    if (bytes > FINDINGS_BYTES) break;
    shown.push(short);
  }
  return { shown, left: findings.length - shown.length };
}

/** The plans by which it was looked, or, where there are none or too many, what the record itself says. */
function subjectsOf({ mode, stacks }: DriftReport, details: CheckDetails): Subject[] {
  const place = mode === "state" ? "plan" : "inventory";
  const plans = stacks.flatMap(({ stack, planSha256: sha256 }) =>
    sha256 === undefined ? [] : [{ name: `${place}/${stack}`, digest: { sha256 } }],
  );
  if (plans.length > 0 && plans.length <= MOST_SUBJECTS) return plans;
  return [{ name: "drift-check", digest: { sha256: sha256Hex(canonicalString(details)) } }];
}

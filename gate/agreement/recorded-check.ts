import { canonicalString, sha256Hex } from "../../evidence/event";
import { KEPT_REGISTRY_FINDINGS, type Details, type RecordDraft } from "../../evidence/records";
import type { Compared } from "./compare";
import { REGISTRY_CHECK_STREAM } from "./earlier-check";
import type { Noted } from "./noted";

/** Room for all findings together, in bytes: a record of a check has a megabyte. */
const FINDINGS_BYTES = 800_000;

export interface Checked {
  readonly environment: string;
  readonly checkedAt: string;
  readonly compared: Compared;
  readonly findings: readonly Noted[];
  /** Of which findings Datadog has an event. */
  readonly told: ReadonlySet<Noted>;
}

/** The record of a look at the registry; of a clean one, too. */
export function checkDraft(checked: Checked): RecordDraft<"registry-check"> {
  const { environment, checkedAt, compared, findings, told } = checked;
  const kept = keptOf(findings, told);
  const details: Details<"registry-check"> = {
    environment,
    checkedAt,
    outcome: outcomeOf(findings),
    models: compared.models,
    places: compared.places,
    decisions: compared.decisions,
    findings: kept,
    findingsLeftOut: findings.length - kept.length,
    ...(compared.notLookedAt.length > 0 && { notLookedAt: [...compared.notLookedAt] }),
    seen: compared.seen.map(({ model, updatedAt }) => ({ model, updatedAt })),
  };
  return {
    stream: REGISTRY_CHECK_STREAM,
    kind: "registry-check",
    role: "detector",
    subject: [{ name: `registry/${environment}`, digest: { sha256: sha256Hex(canonicalString(details)) } }],
    details,
  };
}

/** What could not be looked at is no agreement, and no disagreement. */
export function outcomeOf(findings: readonly Pick<Noted, "code">[]): "agrees" | "disagrees" | "unknown" {
  if (findings.length === 0) return "agrees";
  return findings.every(({ code }) => code === "not-told") ? "unknown" : "disagrees";
}

function keptOf(findings: readonly Noted[], told: ReadonlySet<Noted>): Details<"registry-check">["findings"] {
  const kept: Details<"registry-check">["findings"] = [];
  let bytes = 0;
  for (const finding of findings.slice(0, KEPT_REGISTRY_FINDINGS)) {
    const { code, model, version, door, found, things, thingsLeftOut, record, since } = finding;
    const one = {
      ...{ code, model, found, since, told: told.has(finding) },
      ...(version !== undefined && { version }),
      ...(door !== undefined && { door }),
      ...(things && { things: [...things] }),
      ...(thingsLeftOut !== undefined && { thingsLeftOut }),
      ...(record !== undefined && { record }),
    };
    bytes += Buffer.byteLength(JSON.stringify(one));
    if (bytes > FINDINGS_BYTES) break;
    kept.push(one);
  }
  return kept;
}

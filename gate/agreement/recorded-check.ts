import { canonicalString, sha256Hex } from "../../evidence/event";
import { KEPT_REGISTRY_FINDINGS, type Details, type RecordDraft } from "../../evidence/records";
import { keptFindings, outcomeOf as outcome } from "../../evidence/watching";
import type { Compared } from "./compare";
import { REGISTRY_CHECK_STREAM } from "./earlier-check";
import type { Noted } from "./noted";

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
  const all = findings.map((one) => recordedOf(one, told.has(one)));
  const kept = keptFindings(all, KEPT_REGISTRY_FINDINGS);
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
  return outcome(findings.map(({ code }) => code));
}

function recordedOf(
  { code, model, version, door, found, things, thingsLeftOut, record, since }: Noted,
  told: boolean,
): Details<"registry-check">["findings"][number] {
  return {
    ...{ code, model, found, since, told },
    ...(version !== undefined && { version }),
    ...(door !== undefined && { door }),
    ...(things && { things: [...things] }),
    ...(thingsLeftOut !== undefined && { thingsLeftOut }),
    ...(record !== undefined && { record }),
  };
}

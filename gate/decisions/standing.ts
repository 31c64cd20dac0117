import { partDigests } from "../facts";
import type { ApprovalFacts, PromotionFacts } from "../facts/promotion-facts";
import type { RecordedDecision } from "../ledger/ledger";
import type { Lack } from "../requirements/lack";
import type { FrozenVersion } from "./frozen";
import { approvalsIn, changesSince } from "./history";
import { nowOf, type DecisionParts } from "./parts";
import type { ModelRules } from "./rules";

/** How a version stands before production. */
export interface Standing {
  readonly lacks: readonly Lack[];
  readonly approval: ApprovalFacts | undefined;
}

/**
 * Holds a frozen version against everything production requires, with the approval of exactly this evidence that lacks
 * least. Where there is none, it is said why an earlier one does not count any more.
 */
export async function standingOf(
  parts: DecisionParts,
  { facts, key }: FrozenVersion,
  rules: ModelRules,
  history: readonly RecordedDecision[],
): Promise<Standing> {
  const approvals = key === undefined ? [] : await parts.ledger.approvalsOf(key);
  const without = rules.lacking(facts, "promotion", nowOf(parts));
  if (approvals.length === 0)
    return { lacks: [...without, ...noLonger(facts, key, history)], approval: undefined };
  const [best] = approvals
    .map((approval) => ({
      approval,
      lacks: rules.lacking({ ...facts, approval }, "promotion", nowOf(parts)),
    }))
    .sort((a, b) => a.lacks.length - b.lacks.length || (a.approval.at < b.approval.at ? 1 : -1));
  return best ?? { lacks: without, approval: undefined };
}

function noLonger(
  facts: PromotionFacts,
  key: FrozenVersion["key"],
  history: readonly RecordedDecision[],
): readonly Lack[] {
  const [latest] = approvalsIn(history, facts.version);
  if (latest === undefined || key === undefined) return [];
  const { decision, revoked } = latest;
  const by = `the approval by ${decision.principal.name} at ${decision.at} (${decision.id})`;
  if (revoked !== undefined)
    return [
      {
        requirement: "approval-stands",
        duties: ["Art17(1)"],
        what: `${by} was revoked by ${revoked.principal.name} at ${revoked.at}${revoked.reason === undefined ? "" : `: ${revoked.reason}`}.`,
        fix: "Mend what it was revoked for, and ask for a new approval.",
      },
    ];
  const changed = changesSince(decision, key, partDigests(facts));
  if (changed.length === 0) return [];
  return [
    {
      requirement: "approved-evidence-unchanged",
      duties: ["Art17(1)"],
      what: `What ${by} saw has changed since: ${changed.join(", ")}. The gate refuses such changes, so this one was made behind it.`,
      fix: "Find out who changed it and why; then ask for an approval of the version as it is now, or register the model again.",
    },
  ];
}

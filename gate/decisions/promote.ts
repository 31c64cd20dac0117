import { canonicalString } from "../../evidence/event";
import { approvalKeyOf, evidenceParts, partDigests } from "../facts";
import type { PromotionFacts } from "../facts/promotion-facts";
import type { RecordedDecision } from "../ledger/ledger";
import { principalId, type Principal } from "../principal";
import { Refusal } from "../refusal";
import type { Lack } from "../requirements/lack";
import { useBreakGlass, type BreakGlassUse } from "./break-glass";
import { carryOut, type Carried, type Decided } from "./change";
import { aliasChange, stageChange } from "./changes";
import { whileFrozen, type FrozenVersion } from "./frozen";
import { wasInProduction } from "./history";
import { keepArtifacts } from "./keep";
import { nowOf, type DecisionParts } from "./parts";
import { productionOf, type InProduction } from "./production-of";
import { subjectOf, type Refusals } from "./refusals";
import type { Door, ModelRules } from "./rules";
import { alone } from "./settle";
import { standingOf, type Standing } from "./standing";
import { undeclared } from "./words";

/** Somebody wants a version in production. */
export interface PromotionOrder {
  readonly principal: Principal;
  /** Names the request in records. */
  readonly call: string;
  readonly name: string;
  readonly version: string;
  readonly door: Door;
  /** Other versions in the stage are archived by the same change. @default false */
  readonly archive?: boolean;
  /** Back to a version that was in production before: its approval must stand, what else is lacking is on record. */
  readonly rollBack?: boolean;
  /** Id of a break-glass request by another approver. */
  readonly breakGlass?: string;
}

export interface Promoted extends Carried {
  readonly act: "promote" | "roll-back" | "break-glass";
  readonly displaces: readonly string[];
  readonly lacks: readonly Lack[];
}

type Act = Promoted["act"];

/**
 * Decides whether a version enters production through a door, and lets MLflow do it. Frozen before it is read; recorded
 * before it is forwarded; read back afterwards.
 *
 * @throws Refusal with everything that is lacking
 */
export function promote(parts: DecisionParts, refusals: Refusals, order: PromotionOrder): Promise<Promoted> {
  const { name, version, principal, call, door } = order;
  return alone(parts, name, async () => {
    const rules = parts.rules.of(name);
    if (rules === undefined)
      return refusals.deny({ id: call, principal, subject: { name, version }, door }, undeclared(name));
    const production = await productionOf(parts.upstream, name, rules.protectedAliases);
    mustBeServed(order, production);
    return whileFrozen(parts, { name, version }, async (frozen) => {
      const history = await parts.ledger.history(name);
      const standing = await standingOf(parts, frozen, rules, history);
      const decision = decide(parts, order, rules, frozen, history, standing);
      if ("refused" in decision)
        return refusals.refuse(
          {
            id: call,
            principal,
            subject: subjectOf(frozen.facts),
            door,
            system: rules.system,
            lacks: decision.refused,
          },
          { name, version },
        );
      const change =
        door.kind === "stage"
          ? stageChange(order, door.name, order.archive ?? false, production.stage)
          : aliasChange(order, door.name, production);
      const decided = entering(parts, order, rules, frozen, standing, decision);
      const carried = await carryOut(parts, { ...decided, change });
      return { ...carried, act: decision.act, displaces: change.displaces, lacks: standing.lacks };
    });
  });
}

/** Of several versions in Production MLflow serves the highest number: the record would tell of a change that nobody sees. */
function mustBeServed({ name, version, door, archive }: PromotionOrder, { stage }: InProduction): void {
  if (door.kind !== "stage" || archive === true) return;
  const higher = stage.find((other) => Number(other) > Number(version));
  if (higher === undefined) return;
  throw new Refusal(
    "INVALID_PARAMETER_VALUE",
    `EU AI Act gate: version ${higher} of '${name}' is in Production, and MLflow serves the highest number there: version ${version} beside it would change nothing. ` +
      "Archive it by the same change: archive_existing_versions=True, or evidence promote.",
  );
}

type Decision =
  { readonly act: Act; readonly breakGlass?: BreakGlassUse } | { readonly refused: readonly Lack[] };

function decide(
  parts: DecisionParts,
  order: PromotionOrder,
  rules: ModelRules,
  { facts, key }: FrozenVersion,
  history: readonly RecordedDecision[],
  { lacks, approval }: Standing,
): Decision {
  if (order.breakGlass !== undefined) {
    const situation = { rules, facts, key: approvalKeyOf(facts), history, now: nowOf(parts) };
    const used = useBreakGlass(order, order.breakGlass, situation);
    return "requirement" in used ? { refused: [used] } : { act: "break-glass", breakGlass: used };
  }
  if (order.rollBack === true) {
    const before = key !== undefined && wasInProduction(history, key);
    if (before && approval !== undefined) return { act: "roll-back" };
    return { refused: before ? lacks : [neverInProduction(order), ...lacks] };
  }
  return lacks.length === 0 ? { act: "promote" } : { refused: lacks };
}

function entering(
  parts: DecisionParts,
  { principal, name, version, door }: PromotionOrder,
  rules: ModelRules,
  { facts, targets, artifactRoot }: FrozenVersion,
  { lacks, approval }: Standing,
  decision: Exclude<Decision, { refused: unknown }>,
): Omit<Decided, "change"> {
  const { act, breakGlass } = decision;
  const key = approvalKeyOf(facts);
  return {
    act,
    freezes: targets,
    draft: {
      system: rules.system,
      principal,
      subject: key,
      door,
      parts: partDigests(facts),
      ...(lacks.length > 0 && { lacks }),
      ...(approval !== undefined && {
        approval: { id: approval.id, record: approval.record },
        modification: approval.modification,
      }),
      ...(breakGlass !== undefined && {
        about: breakGlass.record,
        breakGlass: { reason: breakGlass.reason, until: breakGlass.until, second: principalId(principal) },
      }),
    },
    keep: async (intent) => {
      await keepArtifacts(parts, facts, artifactRoot);
      await snapshot(
        parts,
        intent,
        principal,
        { ...facts, ...(approval !== undefined && { approval }) },
        { lacks, heldAgainst: rules.heldAgainst() },
      );
    },
    tell: async (record) => {
      if (breakGlass === undefined) return;
      await parts.alerts?.breakGlass({
        act: "break-glass",
        model: name,
        version,
        system: rules.system,
        door,
        by: breakGlass.asker,
        second: principal.name,
        reason: breakGlass.reason,
        until: breakGlass.until,
        record: record.key,
      });
    },
  };
}

/** Everything the decision saw: documents must be written when MLflow is gone. */
async function snapshot(
  { ledger }: DecisionParts,
  intent: string,
  principal: Principal,
  facts: PromotionFacts,
  held: { readonly lacks: readonly Lack[]; readonly heldAgainst: unknown },
): Promise<void> {
  const { artifacts: manifest, contributors, approval, version } = facts;
  if (manifest === undefined) return;
  const before = { stage: version.stage, aliases: version.aliases };
  const seen = { evidence: evidenceParts(facts), before, contributors, ...held };
  await ledger.snapshot({
    intent,
    principal,
    key: approvalKeyOf(facts),
    evidence: canonicalString(approval === undefined ? seen : { ...seen, approval }),
    manifest,
  });
}

function neverInProduction({ name, version }: PromotionOrder): Lack {
  return {
    requirement: "was-in-production",
    duties: ["Art17(1)"],
    what: `Version ${version} of '${name}', with the evidence and artifacts it has now, was never in production.`,
    fix: "Roll back to a version that was ('evidence status' shows them), or promote this one without --rollback.",
  };
}

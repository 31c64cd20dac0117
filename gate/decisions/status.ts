import { approvalKeyOf, partDigests, readFacts, readIdentity, targetsOf, type VersionId } from "../facts";
import type { PromotionFacts } from "../facts/promotion-facts";
import type { RecordedDecision } from "../ledger/ledger";
import type { Lack } from "../requirements/lack";
import type { ApprovalKey, Contributor, Holder } from "../state/gate-state";
import { contributedTo } from "./frozen";
import { approvalsIn, changesSince, isOf, wasInProduction } from "./history";
import { nowOf, type DecisionParts } from "./parts";
import { doorsOf } from "./production-of";
import type { Measured } from "./rules";
import { standingOf } from "./standing";

/** Everything an approver must see before they answer for a version. Times are ISO 8601. */
export interface Status {
  readonly name: string;
  readonly version: string;
  /** Id of the AI system that declares the model; absent: no version of it may be in production. */
  readonly system?: string;
  readonly createdAt: string;
  readonly source: string;
  /** Doors through which it is in production now: `stage Production`, `alias champion`. */
  readonly inProduction: readonly string[];
  readonly wasInProduction: boolean;
  /** What an approval is for; absent where the artifacts served are not the version's own. */
  readonly key?: ApprovalKey;
  readonly artifacts?: { readonly files: number; readonly bytes: number };
  readonly run?: Pick<
    NonNullable<PromotionFacts["run"]>,
    "id" | "experimentName" | "status" | "tags" | "datasets"
  > & { readonly startedAt: string };
  /** Metrics that a threshold is set for, held against it. */
  readonly measured: readonly Measured[];
  readonly contributors: readonly Contributor[];
  /** What is lacking before it can be approved, and before it can be promoted. */
  readonly lacks: { readonly approval: readonly Lack[]; readonly promotion: readonly Lack[] };
  readonly approvals: readonly {
    readonly id: string;
    readonly by: string;
    readonly at: string;
    readonly record: string;
    readonly modification?: RecordedDecision["modification"];
    readonly revoked?: { readonly by: string; readonly at: string; readonly reason?: string };
    /** Parts of the evidence that have changed since: then it does not count. */
    readonly changed: readonly string[];
  }[];
  readonly frozenBy: readonly Holder[];
  readonly history: readonly {
    readonly act: RecordedDecision["act"];
    readonly at: string;
    readonly by: string;
    readonly door?: string;
    readonly record: string;
    readonly reason?: string;
  }[];
}

/**
 * How a version stands. Reads without freezing and changes nothing: what it tells is compared again when it is decided on.
 *
 * @throws Refusal RESOURCE_DOES_NOT_EXIST when there is no such version
 */
export async function statusOf(parts: DecisionParts, id: VersionId): Promise<Status> {
  const { upstream, state, ledger, rules } = parts;
  const targets = targetsOf(await readIdentity(upstream, id));
  const [read, contributors, holders, history] = await Promise.all([
    readFacts(upstream, id),
    state.contributors(contributedTo(targets)),
    state.holders(`version:${id.name}/${id.version}`),
    ledger.history(id.name),
  ]);
  const facts = { ...read, contributors };
  const key = facts.artifacts === undefined ? undefined : approvalKeyOf(facts);
  const model = rules.of(id.name);
  const frozen = { facts, key, targets, artifactRoot: undefined };
  const { version, run, artifacts } = facts;
  return {
    ...id,
    ...(model !== undefined && { system: model.system }),
    createdAt: iso(version.createdAt),
    source: version.source,
    inProduction: doorsOf(version, rules.protectedAliases(id.name)),
    wasInProduction: key !== undefined && wasInProduction(history, key),
    ...(key !== undefined && { key }),
    ...(artifacts !== undefined && {
      artifacts: {
        files: artifacts.files.length,
        bytes: artifacts.files.reduce((sum, { bytes }) => sum + bytes, 0),
      },
    }),
    ...(run !== undefined && { run: shownRun(run) }),
    measured: model?.measured(facts) ?? [],
    contributors,
    lacks: {
      approval: model?.lacking(facts, "approval", nowOf(parts)) ?? [],
      promotion: model === undefined ? [] : (await standingOf(parts, frozen, model, history)).lacks,
    },
    approvals: approvalsIn(history, version).map(({ decision, revoked }) => ({
      id: decision.id,
      by: decision.principal.name,
      at: decision.at,
      record: decision.record,
      ...(decision.modification !== undefined && { modification: decision.modification }),
      ...(revoked !== undefined && {
        revoked: {
          by: revoked.principal.name,
          at: revoked.at,
          ...(revoked.reason !== undefined && { reason: revoked.reason }),
        },
      }),
      changed: key === undefined ? ["artifacts"] : changesSince(decision, key, partDigests(facts)),
    })),
    frozenBy: holders,
    history: history
      .filter(({ subject }) => isOf(subject, version))
      .map(({ act, at, principal, door, record, reason }) => ({
        act,
        at,
        by: principal.name,
        ...(door !== undefined && { door: `${door.kind} ${door.name}` }),
        record,
        ...(reason !== undefined && { reason }),
      })),
  };
}

function shownRun({
  id,
  experimentName,
  status,
  tags,
  datasets,
  startTime,
}: NonNullable<PromotionFacts["run"]>): NonNullable<Status["run"]> {
  return { id, experimentName, status, tags, datasets, startedAt: iso(startTime) };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

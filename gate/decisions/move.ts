import type { Answer } from "../call";
import { readIdentity, type VersionId } from "../facts";
import type { Principal } from "../principal";
import { notAnApprover } from "./break-glass";
import { carryOut } from "./change";
import { aliasRemoval, stageChange } from "./changes";
import type { DecisionParts } from "./parts";
import { aliasedVersion, stageOf, type Change } from "./plan";
import type { Refusals } from "./refusals";
import type { Door } from "./rules";
import { alone } from "./settle";

/** Somebody moves a version to a stage that is not production, or takes an alias away. */
export type MoveOrder = {
  readonly principal: Principal;
  readonly call: string;
  readonly name: string;
} & (
  | { readonly version: string; readonly toStage: "None" | "Staging" | "Archived"; readonly archive: boolean }
  | { readonly alias: string }
);

/** MLflow's answer; with the record where it took something out of production. */
export interface Moved {
  readonly answer: Answer | undefined;
  readonly record?: string;
}

/**
 * Makes a change that puts nothing into production. Where it takes a version out of it, it is a withdrawal: an approver's
 * act, recorded before MLflow is told. What was promoted stays frozen: it is evidence.
 *
 * @throws Refusal when somebody else than an approver would take a version out of production
 */
export function move(parts: DecisionParts, refusals: Refusals, order: MoveOrder): Promise<Moved> {
  const { name, principal, call } = order;
  return alone(parts, name, async () => {
    const { rules, upstream } = parts;
    const { leaves, door, change } = await moveOf(parts, order);
    if (leaves === undefined) return { answer: await upstream.send(change.request) };
    const system = rules.of(name)?.system;
    const of = system === undefined ? {} : { system };
    const why = notAnApprover(principal);
    if (why !== undefined)
      return refusals.deny(
        { id: call, principal, subject: { name, version: leaves }, door, ...of },
        `version ${leaves} of '${name}' is in production (${door.kind} ${door.name}), and an approver takes it out: ${why}.`,
      );
    const subject = await subjectOf(parts, { name, version: leaves });
    return carryOut(parts, {
      act: "withdraw",
      freezes: [],
      change,
      draft: { ...of, principal, subject, door },
    });
  });
}

interface Move {
  /** The version that leaves production by it. */
  readonly leaves: string | undefined;
  readonly door: Door;
  readonly change: Change;
}

async function moveOf({ upstream, rules }: DecisionParts, order: MoveOrder): Promise<Move> {
  const { name } = order;
  if ("alias" in order) {
    const { alias } = order;
    const isProtected = rules.protectedAliases(name).includes(alias);
    return {
      leaves: isProtected ? await aliasedVersion(upstream, name, alias) : undefined,
      door: { kind: "alias", name: alias },
      change: aliasRemoval(order, alias),
    };
  }
  const { version, toStage, archive } = order;
  const stage = await stageOf(upstream, name, version);
  return {
    leaves: stage === "Production" ? version : undefined,
    door: { kind: "stage", name: "Production" },
    change: stageChange(order, toStage, archive, []),
  };
}

async function subjectOf(
  { upstream }: DecisionParts,
  id: VersionId,
): Promise<VersionId & { createdAt: number; runId: string }> {
  const { version } = await readIdentity(upstream, id);
  return { ...id, createdAt: version.createdAt, runId: version.runId };
}

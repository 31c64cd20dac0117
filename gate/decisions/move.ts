import type { Answer } from "../call";
import { readIdentity, type VersionId } from "../facts";
import type { Principal } from "../principal";
import { notAnApprover } from "./break-glass";
import { carryOut } from "./change";
import { aliasRemoval, stageChange } from "./changes";
import type { DecisionParts } from "./parts";
import type { Change } from "./plan";
import { doorsOf, productionOf, type InProduction } from "./production-of";
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
    const production = await productionOf(upstream, name, rules.protectedAliases(name));
    const { leaves, door, change } = changeOf(order, production);
    if (leaves === undefined) return { answer: await upstream.send(change.request) };
    const system = rules.of(name)?.system;
    const of = system === undefined ? {} : { system };
    const why = notAnApprover(principal);
    if (why !== undefined)
      return refusals.deny(
        { id: call, principal, subject: { name, version: leaves }, door, ...of },
        `version ${leaves} of '${name}' is in production (${doorsOf(production, leaves).join(", ")}), and an approver takes it out: ${why}.`,
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

function changeOf(order: MoveOrder, production: InProduction): Move {
  if ("alias" in order)
    return {
      leaves: production.aliases.find(({ alias }) => alias === order.alias)?.version,
      door: { kind: "alias", name: order.alias },
      change: aliasRemoval(order, order.alias),
    };
  return {
    leaves: production.stage.includes(order.version) ? order.version : undefined,
    door: { kind: "stage", name: "Production" },
    change: stageChange(order, order.toStage, order.archive, production),
  };
}

async function subjectOf(
  { upstream }: DecisionParts,
  id: VersionId,
): Promise<VersionId & { createdAt: number; runId: string }> {
  const { version } = await readIdentity(upstream, id);
  return { ...id, createdAt: version.createdAt, runId: version.runId };
}

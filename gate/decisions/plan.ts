import { z } from "zod";
import type { JsonObject, Upstream } from "../call";
import { get, ifThere, VersionAnswer } from "../facts";
import type { Principal } from "../principal";
import { AliasAnswer } from "./registry-forms";

const Expectation = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("stage"), version: z.string(), stage: z.string() }),
  z.strictObject({ kind: z.literal("alias"), alias: z.string(), version: z.nullable(z.string()) }),
]);

/**
 * What an intent keeps in the gate's state: enough to tell after a crash, from MLflow alone, whether the change was made,
 * and to write down truthfully that it was not.
 */
export const planSchema = z.strictObject({
  v: z.literal(1),
  act: z.enum(["promote", "roll-back", "break-glass", "withdraw"]),
  name: z.string(),
  version: z.string(),
  createdAt: z.optional(z.int()),
  system: z.optional(z.string()),
  door: z.strictObject({ kind: z.enum(["stage", "alias"]), name: z.string() }),
  /** Versions that leave production by the same change. */
  displaces: z.array(z.string()),
  /** Carried out is what makes all of these true. */
  expect: z.array(Expectation).min(1),
  principal: z.strictObject({
    issuer: z.string(),
    subject: z.string(),
    name: z.string(),
    kind: z.enum(["person", "service"]),
  }),
});

export type Plan = z.infer<typeof planSchema>;

/** What MLflow is asked to change, in its own terms. */
export interface Change {
  readonly request: { readonly method: string; readonly path: string; readonly body: JsonObject };
  readonly expect: Plan["expect"];
  readonly displaces: readonly string[];
}

/** Whether MLflow now is as the plan says. @throws Refusal when MLflow cannot be read */
export async function isCarriedOut(upstream: Upstream, plan: Plan): Promise<boolean> {
  for (const expected of plan.expect) {
    const is =
      expected.kind === "stage"
        ? (await stageOf(upstream, plan.name, expected.version)) === expected.stage
        : ((await aliasedVersion(upstream, plan.name, expected.alias)) ?? null) === expected.version;
    if (!is) return false;
  }
  return true;
}

/** The stage of a version; nothing where there is none. */
export async function stageOf(
  upstream: Upstream,
  name: string,
  version: string,
): Promise<string | undefined> {
  const path = "/api/2.0/mlflow/model-versions/get";
  const answer = await ifThere(() => get(upstream, path, { name, version }, VersionAnswer));
  return answer?.model_version.current_stage;
}

/** The version an alias stands for; MLflow answers 400 where there is no such alias, so all are read. */
export async function aliasedVersion(
  upstream: Upstream,
  name: string,
  alias: string,
): Promise<string | undefined> {
  const path = "/api/2.0/mlflow/registered-models/get";
  const answer = await ifThere(() => get(upstream, path, { name }, AliasAnswer));
  return answer?.registered_model.aliases.find((one) => one.alias === alias)?.version;
}

/** The principal of a plan, without what only a token tells. */
export function principalOf({ principal }: Plan): Principal {
  return { ...principal, roles: new Set(), groups: new Set(), via: "bearer" };
}

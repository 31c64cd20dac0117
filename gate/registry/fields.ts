import type { Call } from "../call";
import { sameName } from "../names";
import type { GateRole } from "../principal";
import { Refusal } from "../refusal";
import type { Target } from "../state/gate-state";

/** A field that must be there. @throws Refusal INVALID_PARAMETER_VALUE */
export function text({ body }: Call, field: string): string {
  const value = body[field];
  if (typeof value === "string" && value !== "") return value;
  throw new Refusal("INVALID_PARAMETER_VALUE", `field '${field}' is missing`);
}

/** A field that may be left out, no longer than MLflow itself takes. @throws Refusal INVALID_PARAMETER_VALUE */
export function bounded({ body }: Call, field: string, most: number): string | undefined {
  const value = body[field];
  if (value === undefined) return undefined;
  if (typeof value === "string" && value.length <= most) return value;
  throw new Refusal("INVALID_PARAMETER_VALUE", `field '${field}': at most ${most} characters`);
}

export function versionTarget(call: Call): Target {
  return `version:${text(call, "name")}/${text(call, "version")}`;
}

const STAGES = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof STAGES)[number];

/** MLflow takes stages in any case; what is decided on and forwarded is the one it keeps. */
export function stageOf(call: Call): Stage {
  const given = text(call, "stage");
  const stage = STAGES.find((one) => one.toLowerCase() === given.toLowerCase());
  if (stage !== undefined) return stage;
  throw new Refusal("INVALID_PARAMETER_VALUE", `field 'stage': one of ${STAGES.join(", ")}`);
}

const ALIAS = /^[A-Za-z0-9_-]{1,100}$/;

/**
 * An alias in its one spelling, and whether it is a door into production.
 * @throws Refusal INVALID_PARAMETER_VALUE for one that people would take for a protected alias
 */
export function aliasOf(
  call: Call,
  protectedAliases: readonly string[],
): { readonly alias: string; readonly isProtected: boolean } {
  const alias = text(call, "alias");
  const like = protectedAliases.find((one) => sameName(one, alias));
  if (like !== undefined && like !== alias)
    throw new Refusal(
      "INVALID_PARAMETER_VALUE",
      `field 'alias': '${alias}' would be taken for the protected alias '${like}'; write '${like}' or choose another name`,
    );
  if (!ALIAS.test(alias))
    throw new Refusal("INVALID_PARAMETER_VALUE", "field 'alias': letters, digits, '_' and '-', at most 100");
  return { alias, isProtected: like !== undefined };
}

/** Who works with the registry. Readers read. */
const WORKERS: readonly GateRole[] = ["trainer", "service"];

export function mustBe({ principal }: Call, roles: readonly GateRole[] = WORKERS): void {
  if (roles.some((role) => principal.roles.has(role))) return;
  throw new Refusal(
    "PERMISSION_DENIED",
    `${principal.name} may not do this: it takes the role ${roles.join(" or ")}, and the groups of this token give ${[...principal.roles].join(", ") || "none"}`,
  );
}

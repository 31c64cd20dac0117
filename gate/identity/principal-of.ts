import type { JWTPayload } from "jose";
import { GATE_ROLES, type GateRole, type Principal } from "../principal";
import { Refusal } from "../refusal";
import { clientOf, type Claims } from "./access-token";
import type { IdentitySettings } from "./settings";

type Rules = Pick<IdentitySettings, "claims" | "roles" | "services" | "personClaim">;

/** Who somebody is, before what they may do. */
export type Bearer = Omit<Principal, "roles" | "via">;

/** MLflow's column for a run's user ends at 256. */
const MAX_NAME_CHARACTERS = 250;

/**
 * Who the holder of a verified token is, and what they may do here.
 * @throws Refusal PERMISSION_DENIED for somebody without any role
 */
export function principalOf(issuer: string, claims: Claims, rules: Rules): Principal {
  const groups = groupsOf(claims, rules.claims.groups);
  const declaredProgram = isDeclaredProgram(claims, rules);
  const { jti, acr } = claims;
  const authTime = claims["auth_time"];
  const bearer: Bearer = {
    issuer,
    subject: claims.sub,
    name: nameOf(claims, rules.claims.name),
    kind: declaredProgram || isProgram(claims, groups, rules) ? "service" : "person",
    groups,
    ...(typeof jti === "string" && { tokenId: jti.slice(0, 255) }),
    ...(typeof authTime === "number" && { authenticatedAt: new Date(authTime * 1000).toISOString() }),
    ...(typeof acr === "string" && { acr: acr.slice(0, 255) }),
  };
  return { ...bearer, roles: rolesOf(bearer, rules, declaredProgram ? ["service"] : []), via: "bearer" };
}

/**
 * Roles by groups. A program is never an approver, whatever its groups.
 * @param already roles that need no group
 * @throws Refusal PERMISSION_DENIED where there is none
 */
export function rolesOf(
  { name, kind, groups }: Pick<Bearer, "name" | "kind" | "groups">,
  { roles, claims }: Pick<Rules, "roles" | "claims">,
  already: readonly GateRole[] = [],
): ReadonlySet<GateRole> {
  const given = GATE_ROLES.filter(
    (role) => already.includes(role) || roles[role].some((group) => groups.has(group)),
  ).filter((role) => kind === "person" || role !== "approver");
  if (given.length > 0) return new Set(given);
  const wanted = GATE_ROLES.flatMap((role) => roles[role].map((group) => `${group} (${role})`));
  throw new Refusal(
    "PERMISSION_DENIED",
    `${name} is known, but has no role at this gate: claim ${claims.groups} of the token has ${groups.size === 0 ? "no groups" : `groups ${[...groups].slice(0, 20).join(", ")}`}, and those with a role are ${wanted.join(", ")}. Ask whoever manages these groups at the identity provider`,
  );
}

/** A program by what the environment's file says of clients and claims. */
function isDeclaredProgram(claims: Claims, { services }: Rules): boolean {
  const client = clientOf(claims);
  return client !== undefined && services.clients.includes(client);
}

function isProgram(
  claims: Claims,
  groups: ReadonlySet<string>,
  { roles, services, personClaim }: Rules,
): boolean {
  return (
    roles.service.some((group) => groups.has(group)) ||
    services.claims.some(({ name, is }) => String(valueAt(claims, name)) === is) ||
    isMarkedAsProgram(claims) ||
    // A program that acts for a person (RFC 8693): the person did not do it.
    claims["act"] !== undefined ||
    (personClaim !== undefined && valueAt(claims, personClaim) === undefined)
  );
}

/** Marks of client credentials that issuers set without being asked. To lack them proves nothing. */
function isMarkedAsProgram(claims: Claims): boolean {
  const client = clientOf(claims);
  return (
    // The client is its own subject: Okta, Cognito and others; Auth0 adds to its name.
    (client !== undefined && [client, `${client}@clients`].includes(claims.sub)) ||
    claims["gty"] === "client-credentials" ||
    // Entra ID, where it is asked for the claim.
    claims["idtyp"] === "app" ||
    // Keycloak, whose service accounts are users with an id of their own.
    (client !== undefined && claims["preferred_username"] === `service-account-${client}`)
  );
}

function groupsOf(claims: JWTPayload, claim: string): ReadonlySet<string> {
  const value = valueAt(claims, claim);
  const elsewhere = claims["_claim_names"];
  if (value === undefined && typeof elsewhere === "object" && elsewhere && Object.hasOwn(elsewhere, claim))
    throw new Refusal(
      "PERMISSION_DENIED",
      `the token has so many groups that the identity provider left them out: let it send only those assigned to the gate's application, or application roles (docs/gate-identity.md)`,
    );
  const groups = typeof value === "string" ? [value] : Array.isArray(value) ? (value as unknown[]) : [];
  return new Set(groups.filter((group): group is string => typeof group === "string"));
}

/** The name for people, else the subject. Control characters would break lines of logs and records. */
function nameOf(claims: Claims, claim: string): string {
  const value = valueAt(claims, claim);
  const name = typeof value === "string" ? value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "").trim() : "";
  return (name || claims.sub).slice(0, MAX_NAME_CHARACTERS);
}

/** A claim by its name, else by the way to it (`realm_access.roles`). */
function valueAt(claims: JWTPayload, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split(".")
    .reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? (value as Record<string, unknown>)[step]
          : undefined,
      claims,
    );
}

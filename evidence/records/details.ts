import { z } from "zod";
import { Code, Digest, Identifier, Time } from "../event/values";
import { CallCheck } from "./call-details";
import { DriftCheck } from "./drift-details";
import { GateDecision, PromotionSnapshot } from "./gate-details";
import { Incident } from "./incident-details";
import type { RecordKind } from "./kinds";
import { Deploy, PlanReview } from "./plan-details";
import { EMITTER_ROLE, ROLES } from "./roles";
import { Seal } from "./seal-details";
import { VersionCheck } from "./version-details";
import { MonitoringSnapshot, RegistryCheck, RiskEntry } from "./watch-details";

/**
 * Who acted: a login, a role's ARN or, better, a pseudonym the team can resolve. Records cannot be erased before their
 * retention ends.
 */
export const Actor = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@:/+=,-]{0,255}$/, "a login, ARN or pseudonym without white space");

/** A number or link in another system, in one line of printable ASCII. */
const Reference = z.string().regex(/^[!-~](?:[ -~]{0,254}[!-~])?$/, "one line of printable ASCII");

const Period = z.strictObject({ from: Time, to: Time });

const Approval = z.strictObject({
  decision: z.enum(["approved", "refused"]),
  about: Code.describe("What was decided on, for example model_version or plan."),
  reference: Reference,
});

const Export = z.strictObject({
  system: Identifier,
  environment: Identifier,
  period: Period,
  requestReference: z.exactOptional(Reference),
  events: z.int().min(0),
  findings: z.int().min(0),
});

/** What a hold covers; without `to` it goes on until the hold is released. */
const HeldPeriod = z.strictObject({ from: Time, to: z.exactOptional(Time) });

const Hold = z.strictObject({
  action: z.enum(["place", "release"]),
  holdId: Identifier,
  system: Identifier,
  environment: Identifier,
  period: z.exactOptional(HeldPeriod),
  reason: Code,
  reference: z.exactOptional(Reference),
});

const KeyCeremony = z.strictObject({
  action: z.enum(["create", "rotate", "retire"]),
  keyId: Digest,
  keyRole: z.enum([...ROLES, EMITTER_ROLE]),
  custody: z.enum(["kms", "hsm", "file"]),
  replaces: z.exactOptional(Digest),
  participants: z
    .array(Actor)
    .min(2)
    .max(16)
    .refine((all) => new Set(all).size === all.length, "two different people or more"),
});

const Revocation = z.strictObject({
  keyId: Digest,
  reason: z.enum(["compromised", "lost", "superseded", "role-ended"]),
  effectiveFrom: Time.describe("Nothing that the key signed at this time or later is to be relied on."),
});

/** The schema of `details` of each kind. */
export const DETAILS = {
  "gate-decision": GateDecision,
  approval: Approval,
  "promotion-snapshot": PromotionSnapshot,
  "plan-review": PlanReview,
  deploy: Deploy,
  "drift-check": z.discriminatedUnion("check", [CallCheck, DriftCheck]),
  export: Export,
  incident: Incident,
  hold: Hold,
  "key-ceremony": KeyCeremony,
  revocation: Revocation,
  seal: Seal,
  "registry-check": RegistryCheck,
  "monitoring-snapshot": MonitoringSnapshot,
  "version-check": VersionCheck,
  "risk-entry": RiskEntry,
} as const satisfies Readonly<Record<RecordKind, z.ZodType>>;

export type Details<Kind extends RecordKind> = z.infer<(typeof DETAILS)[Kind]>;

const USUAL_BYTES = 64 * 1024;
/** A review, and a check for drift, may name a plan for each of a thousand stacks; a check of a registry, what a restore took. */
const MANY_STACKS_BYTES = 1024 * 1024;
/** A seal lists every new object of a day. */
const SEAL_BYTES = 16 * 1024 * 1024;

const LONG: ReadonlySet<RecordKind> = new Set([
  "plan-review",
  "drift-check",
  "registry-check",
  "version-check",
]);

/** How long a record's payload may be, in bytes. */
export function maxPayloadBytes(kind: RecordKind): number {
  if (kind === "seal") return SEAL_BYTES;
  return LONG.has(kind) ? MANY_STACKS_BYTES : USUAL_BYTES;
}

/** Nothing longer is a record: the longest payload in Base64, with room for the envelope round it. */
export const MAX_RECORD_BYTES = Math.ceil((SEAL_BYTES * 4) / 3) + 4096;

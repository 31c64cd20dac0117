import { z } from "zod";
import { Digest, Identifier, Time } from "../event/values";

/** Longest text of people, or about what they did, in characters: a record has 64 KB for all of them. */
export const LONGEST_WORDS = 1000;

/** What is listed at most; what is left out is counted. */
export const MOST_LISTED = 60;

/** Words of people and programs: no control characters but the end of a line. */
const Words = z
  .string()
  .min(1)
  .max(LONGEST_WORDS)
  .regex(/^[^\u0000-\u0009\u000b-\u001f\u007f]*$/, "no control characters");

/** A name in another system, as it is spelled there. */
const Named = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "one line");

const Count = z.int().min(0);

/** Who acted, as a token verified by the gate said. */
const GatePrincipal = z.strictObject({
  issuer: Named,
  subject: Named.describe("Claim sub: with the issuer the one name that never means somebody else."),
  name: Named,
  kind: z.enum(["person", "service"]),
  via: z.enum(["bearer", "session"]),
  groups: z.exactOptional(z.array(Named).max(MOST_LISTED)),
  tokenId: z.exactOptional(Named.describe("Claim jti.")),
  authenticatedAt: z.exactOptional(Time.describe("Claim auth_time: when the person last signed in.")),
  acr: z.exactOptional(Named.describe("Claim acr: how strongly.")),
});

/** What an approval is for: a number comes again after delete and re-create, so that it alone names nothing. */
const KEY = {
  version: Named,
  createdAt: Count.describe("creation_timestamp of the version in MLflow, milliseconds."),
  runId: Named,
  modelId: z
    .union([z.literal(""), Named])
    .describe("Logged model; empty where a client of MLflow 2 keeps the model in its run."),
  evidenceSha256: Digest,
  artifactSha256: Digest,
};

const ModelVersion = z.strictObject({ name: Identifier, ...KEY });

const SomeOfModelVersion = z
  .strictObject({ name: Identifier, ...KEY })
  .partial()
  .required({ name: true });

const Door = z.strictObject({ kind: z.enum(["stage", "alias"]), name: Named });

const ApprovalRelied = z.strictObject({ id: Named, record: Named });

const Modification = z
  .strictObject({
    class: z.enum(["predetermined", "substantial"]),
    why: Words,
    conformityAssessment: z.exactOptional(Words),
  })
  .describe(
    "Whether the change is a substantial modification (Arts 3(23), 43(4)), by the approver, and why.",
  );

const BreakGlass = z.strictObject({ reason: Words, until: Time, second: z.exactOptional(Named) });

const Lacks = z
  .array(
    z.strictObject({
      requirement: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "a requirement's id, in kebab case"),
      duties: z
        .array(z.string().regex(/^[A-Za-z0-9().,:-]{1,32}$/, "a duty as the regulation data spells it"))
        .max(20),
      what: Words,
      fix: Words,
    }),
  )
  .max(MOST_LISTED);

/** What may stand in a decision of any act. */
const AnyDecision = z.strictObject({
  id: Named.describe("Intent of a change, approval, or request: the records of one matter share it."),
  environment: Identifier,
  system: z.exactOptional(Identifier),
  principal: GatePrincipal,
  model: SomeOfModelVersion,
  door: z.exactOptional(Door),
  displaces: z.exactOptional(z.array(Named).max(MOST_LISTED)),
  displacesLeftOut: z.exactOptional(Count),
  lacks: z.exactOptional(Lacks),
  lacksLeftOut: z.exactOptional(Count),
  approval: z.exactOptional(ApprovalRelied),
  modification: z.exactOptional(Modification),
  breakGlass: z.exactOptional(BreakGlass),
  about: z.exactOptional(Named.describe("Key of the record this one is about.")),
  reason: z.exactOptional(Words),
  parts: z.exactOptional(
    z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,127}$/), Digest)
      .refine((parts) => Object.keys(parts).length <= MOST_LISTED, `at most ${MOST_LISTED} parts`)
      .describe("SHA-256 of each part of the evidence, so that it can be said later what changed."),
  ),
});

/** A decision of the gate before production, by what was decided; each act has what a reader needs to follow it. */
export const GateDecision = z.discriminatedUnion("act", [
  AnyDecision.extend({ act: z.literal("approve"), model: ModelVersion, modification: Modification }),
  AnyDecision.extend({ act: z.literal("revoke"), approval: ApprovalRelied, about: Named }),
  AnyDecision.extend({ act: z.literal("refuse"), lacks: Lacks }),
  AnyDecision.extend({
    act: z.enum(["promote", "roll-back"]),
    model: ModelVersion,
    door: Door,
    approval: ApprovalRelied,
  }),
  AnyDecision.extend({ act: z.literal("break-glass-asked"), breakGlass: BreakGlass }),
  AnyDecision.extend({
    act: z.literal("break-glass"),
    door: Door,
    breakGlass: BreakGlass.required({ second: true }),
  }),
  AnyDecision.extend({ act: z.enum(["withdraw", "not-carried-out"]) }),
  AnyDecision.extend({ act: z.literal("carried-out-late"), about: Named }),
]);

const Document = z.strictObject({
  sha256: Digest.describe("Its name in the vault: documentation/sha256/<digest>."),
  bytes: Count,
});

/** What a promotion was decided on: the documents themselves are in the vault under their digests. */
export const PromotionSnapshot = z.strictObject({
  intent: Named,
  environment: Identifier,
  principal: GatePrincipal,
  model: ModelVersion,
  evidence: Document.describe("Canonical JSON of the facts and of what they were held against."),
  manifest: Document.describe("Canonical JSON of the artifacts' paths, sizes and digests."),
  artifacts: z.strictObject({ files: Count, bytes: Count }),
  retention: z.strictObject({
    class: z.literal("documentation"),
    until: z
      .string()
      .regex(/^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|hold)$/, "a date, or hold")
      .describe(
        "Ten years after the system is placed on the market (Art 18(1)), as known then; hold while it was not known.",
      ),
  }),
});

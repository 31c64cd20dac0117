import { z } from "zod";
import {
  Code,
  Digest,
  EventId,
  Identifier,
  Hex32,
  SystemVersion,
  textLike,
  Time,
  UpstreamName,
} from "./values";

/** The blocks events are made of. Each refuses unknown keys; each is one definition of the published JSON Schema. */

/** Which AI system. */
export const System = z
  .strictObject({
    id: Identifier.describe("Id of the AI system, as in its configuration file."),
    version: SystemVersion,
  })
  .meta({
    id: "System",
    title: "System",
    description: "The AI system whose operation is recorded (Art 12(1)).",
  });

/** Which model, down to the bytes that were loaded. */
export const Model = z
  .strictObject({
    name: Identifier.describe("Name of the registered model."),
    version: textLike(/^[1-9][0-9]{0,8}$/, {
      description:
        "Registered version in the model registry: links the log to the run and its Annex IV record.",
    }),
    run_id: Hex32.describe("MLflow run that made the model."),
    artifact_sha256: Digest.describe("Digest of the model artefact, computed when it was loaded."),
    upstream: z.exactOptional(
      z.strictObject({ provider: UpstreamName, model: UpstreamName, version: UpstreamName }).meta({
        id: "UpstreamModel",
        title: "Upstream model",
        description: "The hosted general-purpose model that the registered version wraps.",
      }),
    ),
  })
  .meta({ id: "Model", title: "Model", description: "The model version in use (Annex IV(2), Art 72)." });

/** Which settings. */
export const Config = z
  .strictObject({
    digest: Digest.describe("Digest of the settings in force."),
    decision_threshold: z
      .number()
      .describe("Threshold that turned the score into the decision (Art 9(8), Art 15(3))."),
  })
  .meta({ id: "Config", title: "Config", description: "The settings that took part in the decision." });

const referenceParts = {
  canonicalization: z.literal("rfc8785").describe("The input was brought to RFC 8785 bytes before hashing."),
  scope: Identifier.describe("What was hashed, and the domain the digest is valid in."),
  digest: Digest,
};

/** What was decided on: never the data, only a keyed digest or a commitment, with its algorithm named. */
export const InputReference = z
  .discriminatedUnion("algorithm", [
    z
      .strictObject({
        algorithm: z.literal("hmac-sha256"),
        key_id: Identifier.describe("Which key; the key itself stays with the team."),
        ...referenceParts,
      })
      .meta({
        id: "KeyedInputReference",
        title: "Keyed input reference",
        description:
          "HMAC-SHA-256 of the input: whoever holds the key can find a person's decisions again. For the key holder it remains personal data.",
      }),
    z.strictObject({ algorithm: z.literal("sha256-nonce"), ...referenceParts }).meta({
      id: "CommittedInputReference",
      title: "Committed input reference",
      description:
        "SHA-256 commitment with a random nonce; the opening is kept in a store that can be erased.",
    }),
  ])
  .meta({
    id: "InputReference",
    title: "Input reference",
    description: "Reference to the input data of the event. Raw input has no place in this schema.",
    type: "object",
    discriminator: { propertyName: "algorithm" },
  });

const outputParts = {
  confidence: z
    .exactOptional(z.number().min(0).max(1))
    .describe("Confidence from 0 to 1; emitters round to 4 decimals."),
  explanation_ref: z.exactOptional(Digest).describe("Digest of a stored explanation (Art 86)."),
};

/** What came out, as a code, as a digest of a stored output, or both. */
export const Output = z
  .union([
    z.strictObject({ decision: Code, reference: z.exactOptional(Digest), ...outputParts }),
    z.strictObject({ reference: Digest, ...outputParts }),
  ])
  .meta({
    id: "Output",
    title: "Output",
    description: "The output of the system: a coded decision or a reference.",
  });

const oversightParts = {
  required: z
    .boolean()
    .describe("Whether this decision had to be reviewed by a person before it took effect."),
};

/** Human oversight during use. An override without a person and a coded reason is refused. */
export const Oversight = z
  .union([
    z.strictObject({
      ...oversightParts,
      override: z.exactOptional(z.literal(false)),
      reviewer: z.exactOptional(Digest),
      reason: z.exactOptional(Code),
    }),
    z.strictObject({
      ...oversightParts,
      override: z.literal(true),
      reviewer: Digest.describe("Pseudonym of the reviewer, keyed per system."),
      reason: Code.describe("Why, as a code."),
      overridden_event: z.exactOptional(EventId).describe("The event whose output was set aside."),
    }),
  ])
  .meta({
    id: "Oversight",
    title: "Oversight",
    description: "Human oversight during use (Art 14(4), Art 26(5)).",
  });

/** Whose case, under a key of its own, so that it cannot be joined with the input reference. */
export const CaseReference = z.strictObject({ key_id: Identifier, digest: Digest }).meta({
  id: "CaseReference",
  title: "Case reference",
  description: "Keyed digest of a case number, for complaints and the right to explanation (Art 86).",
});

/** Period of use, where a use has a beginning and an end. */
export const Use = z
  .strictObject({ start: Time, end: Time })
  .meta({ id: "Use", title: "Period of use", description: "Start and end of one use of the system." });

/** One process instance of one system in one environment, and the place of the event in its chain. */
export const Emitter = z
  .strictObject({
    id: Identifier.describe("<service>.<uuid>, new at every start of a process."),
    sequence: z.int().min(1).describe("1, 2, 3 and so on without gap."),
    prev: Digest.describe(
      "SHA-256 of the canonical string of this emitter's event before; 64 zeros for the first.",
    ),
    clock_source: z.enum(["system", "ntp", "ptp"]).describe("What the clock behind `time` was set by."),
  })
  .meta({
    id: "Emitter",
    title: "Emitter",
    description: "Who wrote the event, and its place in that writer's chain.",
  });

import type { z } from "zod";
import { Digest, EventId, Identifier, textLike, Time } from "../event/values";

const MODEL_VERSION = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}:[1-9][0-9]{0,8}";

interface Kind {
  /** Closed alphabets all: no quote, blank or semicolon fits, whatever an engine does with the text. */
  readonly schema: z.ZodType<string>;
  readonly needed: string;
  readonly example: string;
}

/** What the values of parameters may be. */
export const PARAMETER_KINDS = {
  system: {
    schema: Identifier,
    needed: "the id of an AI system: letters, digits, dots, underscores, hyphens",
    example: "credit-scoring",
  },
  "event-id": {
    schema: EventId,
    needed: "a UUID of version 7 in lower case, as in the event's event_id",
    example: "01939d00-0000-7000-8000-000000000001",
  },
  digest: {
    schema: Digest,
    needed: "64 lower-case hex digits",
    example: "ab".repeat(32),
  },
  "model-version": {
    schema: textLike(new RegExp(`^${MODEL_VERSION}$`), { description: "NAME:VERSION" }),
    needed: "a registered model and its version, NAME:VERSION",
    example: "credit-model:3",
  },
  "model-versions": {
    schema: textLike(new RegExp(`^${MODEL_VERSION}(,${MODEL_VERSION})*$`), {
      description: "NAME:VERSION,...",
    }),
    needed: "registered models and versions, NAME:VERSION, separated by commas without blanks",
    example: "credit-model:3,credit-model:4",
  },
  instant: {
    schema: Time,
    needed: "an instant in UTC with milliseconds",
    example: "2026-11-24T21:00:00.000Z",
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type ParameterKind = keyof typeof PARAMETER_KINDS;

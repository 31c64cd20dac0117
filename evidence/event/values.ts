import { z } from "zod";

/**
 * The shapes single values of an event may take. All are closed alphabets: none admits "@" or white space, so an
 * e-mail address, a full name or free text cannot be logged by mistake.
 * The patterns are plain ECMA 262 (no `\d`, which other languages read as any Unicode digit).
 */

/** In some languages, Python for one, `$` also matches before a last line feed. The schema refuses it everywhere. */
const NO_LINE_FEED = { not: { pattern: "\\n" } };

/** A text of one form. Both the form and the line feed are in the published schema. */
export function textLike(
  form: RegExp,
  meta: { id?: string; title?: string; description: string },
): z.ZodString {
  return z
    .string()
    .regex(form)
    .meta({ ...meta, ...NO_LINE_FEED });
}

/** 64 lower-case hexadecimal digits: a SHA-256 digest, an HMAC-SHA-256, a pseudonym. */
export const Digest = textLike(/^[0-9a-f]{64}$/, {
  id: "Digest",
  title: "Digest",
  description: "SHA-256 or HMAC-SHA-256 as 64 lower-case hex digits.",
});

/** A code of a closed vocabulary, never free text. */
export const Code = textLike(/^[a-z][a-z0-9_]{0,47}$/, {
  id: "Code",
  title: "Code",
  description:
    "A code from the system's declared vocabulary (lower case, digits, underscore; at most 48 characters). Free text is impossible: no space, no upper case, no punctuation.",
});

/** A technical name: system, environment, emitter, scope, key, registered model. */
export const Identifier = textLike(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/, {
  id: "Identifier",
  title: "Identifier",
  description:
    "A technical name of at most 128 letters, digits, dots, underscores and hyphens. An e-mail address does not fit.",
});

/** A version text of a system. */
export const SystemVersion = textLike(/^[A-Za-z0-9][A-Za-z0-9.+_-]{0,63}$/, {
  id: "SystemVersion",
  title: "System version",
  description: "Version of the AI system, for example 2.4.1 or 2026.11.3+build7.",
});

/** Names of hosted models, which their vendors write with colons and slashes. */
export const UpstreamName = textLike(/^[A-Za-z0-9][A-Za-z0-9.:/+_-]{0,127}$/, {
  id: "UpstreamName",
  title: "Upstream name",
  description:
    "Provider, model or version of a hosted model as its vendor writes it; no space, no e-mail address.",
});

/** A UUID of version 7 (RFC 9562), lower case: its first 48 bits are the time in milliseconds. */
export const EventId = textLike(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/, {
  id: "EventId",
  title: "Event id",
  description: "UUID version 7 (RFC 9562), lower case.",
});

/** 32 lower-case hexadecimal digits: an MLflow run id, a W3C trace id. */
export const Hex32 = textLike(/^[0-9a-f]{32}$/, {
  id: "Hex32",
  title: "128-bit id",
  description: "32 lower-case hex digits.",
});

const LEAP_DAY = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29";
const OTHER_DAY =
  "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))";
const CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{3}";

/** A moment in UTC with milliseconds, in exactly one spelling, so that equal times are equal bytes. */
export const Time = textLike(new RegExp(`^(?:${LEAP_DAY}|${OTHER_DAY})T${CLOCK}Z$`), {
  id: "Time",
  title: "Time",
  description: "RFC 3339 time in UTC with three decimals and Z: 2026-11-24T21:00:00.000Z. No other spelling.",
});

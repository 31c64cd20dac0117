import { z } from "zod";

/**
 * Small types both kinds of config share. Each says in its description what it is for; the description travels
 * into the editor's JSON Schema.
 */

/** Kebab-case id: part of resource names, tags and log fields, so a promise once deployed. */
export const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower-case words joined by single hyphens, starting with a letter")
  .max(32);

/** A code of a closed vocabulary: logs carry codes, never free text. */
export const code = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,47}$/, "a lower-case code such as `income_document_missing`");

/** Said aloud where a fact is not known yet; never left out, never guessed. */
const UNKNOWN_YET = "unknown-yet";

/** A fact, or the word that it is not known yet. */
export const orUnknownYet = <T extends z.ZodType>(known: T) => z.union([known, z.literal(UNKNOWN_YET)]);

/** One non-empty line of text for people. */
export const line = z
  .string()
  .trim()
  .min(3)
  .max(400)
  .regex(/^[^\r\n]*$/, "one line of text");

/** A calendar date. */
export const date = z.iso.date({ error: () => "a date such as 2027-01-31" });

/** Two-letter Member State code (ISO 3166-1, `EL` for Greece as the Union writes it). */
export const memberState = z.enum([
  "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "EL", "HU", "IE",
  "IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE",
]); // prettier-ignore

import { z } from "zod";
import { LINK_VERDICTS } from "../chain/model";
import { LANGUAGES } from "./language";
import { RESPONSE_KIND, RESPONSE_SCHEMA_VERSION, isResponseFile } from "./layout";

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
const Moment = z.iso.datetime({ precision: 3 });
const Count = z.int().min(0);
const Text = z.string().min(1).max(4_000);

/** What an answer is about. */
const scopeSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("period") }),
  z.strictObject({ by: z.literal("version"), model: z.string().min(1), version: z.string().min(1) }),
  /** One person's case, by the keyed digest of its number. */
  z.strictObject({ by: z.literal("case"), digest: Digest }),
]);
export type Scope = z.infer<typeof scopeSchema>;

/** Something that was kept back on purpose: named, with its digest and the basis for it. */
const withheldSchema = z.strictObject({
  item: z.string().min(1),
  sha256: Digest,
  reason: Text,
  basis: Text,
});
export type Withheld = z.infer<typeof withheldSchema>;

/** Something that one would look for and that is not here, or does not show what it ought to. */
const missingSchema = z.strictObject({ item: z.string().min(1).max(300), because: Text });
export type Missing = z.infer<typeof missingSchema>;

/** The strict schema of an answer's `manifest.json`. */
export const responseManifestSchema = z.strictObject({
  schema_version: z.literal(RESPONSE_SCHEMA_VERSION),
  kind: z.literal(RESPONSE_KIND),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  created_at: Moment,
  request: z.strictObject({
    reference: z.string().min(1),
    system: z.string(),
    environment: z.string(),
    period: z
      .strictObject({ from: Moment, to: Moment })
      .refine(({ from, to }) => from < to, "it has no length"),
    scope: scopeSchema,
    language: z.enum(LANGUAGES),
  }),
  confidentiality: z.strictObject({ provision: z.literal("Art78") }),
  /** Of the export bundle below `export/`; absent in the answer about one person's case. */
  export: z.exactOptional(z.strictObject({ manifest_sha256: Digest, events: Count, findings: Count })),
  case: z.exactOptional(z.strictObject({ entries: Count, unread: Count })),
  records: z.strictObject({ streams: Count, records: Count, left_out: Count, findings: Count }),
  documentation: z.strictObject({ documents: Count, left_out: Count }),
  documents: Count,
  chain: z.exactOptional(
    z.strictObject({ outcome: z.enum(LINK_VERDICTS), chains: Count, not_followed: Count }),
  ),
  missing: z.array(missingSchema),
  withheld: z.array(withheldSchema),
  signing_key: z.strictObject({ algorithm: z.literal("ecdsa-p256-sha256"), fingerprint: Digest }),
  files: z.array(
    z.strictObject({
      name: z.string().refine(isResponseFile, "the name of a file of an answer"),
      bytes: Count,
      sha256: Digest,
    }),
  ),
});

/** What an answer's `manifest.json` says. */
export type ResponseManifest = z.infer<typeof responseManifestSchema>;

/** What the cover and other texts are made from: all but the list of files, of which they are some. */
export type ResponseSummary = Omit<ResponseManifest, "files">;

/** Whether a text is the `manifest.json` of an answer, by its own word. */
export function saysResponse(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && "kind" in value && value.kind === RESPONSE_KIND;
  } catch {
    return false;
  }
}

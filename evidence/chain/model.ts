import { z } from "zod";
import { PROVISIONS } from "../../regulation";

/** Version of a chain's JSON form. */
export const CHAIN_SCHEMA_VERSION = "1.0.0";

/** `met`: looked at, and it holds. `broken`: looked at, and it does not. `missing`: what ought to be there is not. */
export const LINK_VERDICTS = ["met", "broken", "missing", "cannot-tell"] as const;
export type LinkVerdict = (typeof LINK_VERDICTS)[number];

/** The links, in the order in which an inspector follows them. Ids are promises. */
export const LINK_IDS = [
  "log-entry",
  "archive-object",
  "object-lock",
  "model-version",
  "run",
  "datasets",
  "risk-assessment",
  "approval",
  "gate-decision",
  "monitors",
  "alerts",
  "risk-register",
  "infrastructure",
] as const;
export type LinkId = (typeof LINK_IDS)[number];

/** Where something was read. */
const sourceSchema = z.strictObject({
  kind: z.enum(["archive", "seal", "record", "document", "mlflow", "datadog", "bundle"]),
  /** Key, address or id, as one looks it up again. */
  where: z.string().min(1),
  /** SHA-256 of what was read, where it is known. */
  sha256: z.exactOptional(z.string().regex(/^[0-9a-f]{64}$/)),
});

const Duty = z.enum(PROVISIONS.map(({ id }) => id));

const linkSchema = z.strictObject({
  id: z.enum(LINK_IDS),
  verdict: z.enum(LINK_VERDICTS),
  /** Why, in a sentence or two: what was compared with what, or what kept it from being told. */
  reason: z.string().min(1),
  duties: z.array(Duty),
  /** What it showed, label by value, for people; no personal data beyond what records hold. */
  facts: z.array(z.strictObject({ label: z.string().min(1), value: z.string() })),
  sources: z.array(sourceSchema),
});
export type ChainLink = z.infer<typeof linkSchema>;
export type LinkSource = z.infer<typeof sourceSchema>;

/** One chain: from one log entry, or from one model version where no entry of it was found. */
const chainSchema = z.strictObject({
  /** The event it begins with; absent where a version has none in the period. */
  event: z.exactOptional(z.strictObject({ id: z.string(), type: z.string(), time: z.string() })),
  model: z.exactOptional(z.strictObject({ name: z.string(), version: z.string() })),
  /** The worst of its links: broken before missing before cannot-tell before met. */
  outcome: z.enum(LINK_VERDICTS),
  links: z
    .array(linkSchema)
    .refine(
      (links) => links.map(({ id }) => id).join() === LINK_IDS.join(),
      "each link once, in their order",
    ),
});
export type Chain = z.infer<typeof chainSchema>;

/** What was asked. */
const questionSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("event"), event: z.string() }),
  z.strictObject({ by: z.literal("input"), digest: z.string() }),
  z.strictObject({ by: z.literal("case"), digest: z.string() }),
  z.strictObject({ by: z.literal("version"), model: z.string(), version: z.string() }),
  z.strictObject({ by: z.literal("period") }),
]);
export type ChainQuestion = z.infer<typeof questionSchema>;

/** The answer of `evidence chain --json`; also `chain.json` of an answer to an authority. */
export const chainAnswerSchema = z.strictObject({
  schema_version: z.literal(CHAIN_SCHEMA_VERSION),
  environment: z.string(),
  system: z.exactOptional(z.string()),
  question: questionSchema,
  period: z.exactOptional(z.strictObject({ from: z.string(), to: z.string() })),
  asked_at: z.string(),
  /** `live`: MLflow was asked beside the vault. `vault`: it alone. `bundle`: nothing but a bundle's files. */
  read_from: z.enum(["live", "vault", "bundle"]),
  outcome: z.enum(LINK_VERDICTS),
  chains: z.array(chainSchema),
  /** Entries that answer the question and are not followed one by one, because others like them are. */
  not_followed: z.int().min(0),
});
export type ChainAnswer = z.infer<typeof chainAnswerSchema>;

/** The worst of several verdicts; of none, that nothing could be told. */
export function worst(verdicts: readonly LinkVerdict[]): LinkVerdict {
  const order: readonly LinkVerdict[] = ["broken", "missing", "cannot-tell", "met"];
  return order.find((verdict) => verdicts.includes(verdict)) ?? "cannot-tell";
}

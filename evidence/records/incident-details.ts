import { z } from "zod";
import { Identifier, Time } from "../event/values";

/** Kinds of serious incident as records name them; regulation/incidents.ts says what each means for the dates. */
export const INCIDENT_KINDS = ["serious-incident", "widespread-or-critical-infrastructure", "death"] as const;
export type IncidentKindCode = (typeof INCIDENT_KINDS)[number];

/** No control characters: it is printed, and put into letters. */
const Words = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\u0000-\u001f\u007f]*$/, "one line without control characters");

const About = z.strictObject({
  incident: Identifier.describe("The incident's name, of the team's choice: all its records have it."),
  system: Identifier,
  environment: Identifier,
});

/** What people record of a serious incident (Art 73); told apart by `art73`. */
export const IncidentDetails = z.discriminatedUnion("art73", [
  About.extend({
    art73: z.literal("aware"),
    awareAt: Time.describe("When a person became aware: the days of Art 73 are counted from here."),
    kind: z.enum(INCIDENT_KINDS),
    words: z.exactOptional(Words),
    reference: z.exactOptional(Words),
    alert: z.exactOptional(
      Words.describe("Datadog's id or link of an alert that led to it. No awareness by itself."),
    ),
  }),
  About.extend({ art73: z.literal("classified"), kind: z.enum(INCIDENT_KINDS), words: Words }),
  About.extend({
    art73: z.literal("causal-link"),
    at: Time.describe("When it was established, or excluded."),
    link: z
      .enum(["established", "likely", "excluded"])
      .describe("Likely: its reasonable likelihood (Art 73(2))."),
    words: Words,
  }),
  About.extend({
    art73: z.literal("notice"),
    at: Time.describe("When it was sent."),
    to: Words.describe("The authority."),
    report: z.enum(["initial", "complete"]).describe("A first report may be incomplete (Art 73(5))."),
    reference: z.exactOptional(Words.describe("The authority's number, or that of the delivery.")),
  }),
  About.extend({
    art73: z.literal("closed"),
    at: Time,
    outcome: z.enum(["reported", "not-reportable"]),
    words: Words,
  }),
]);

export type IncidentEntry = z.infer<typeof IncidentDetails>;

/**
 * Details of a record about an incident: steps of Art 73 where `art73` is in it, else the writer's own JSON. Records of
 * before there were steps stay readable.
 */
export const Incident = z.record(z.string(), z.json()).superRefine((details, ctx) => {
  if (!("art73" in details)) return;
  const read = IncidentDetails.safeParse(details);
  if (read.success) return;
  const [issue] = read.error.issues;
  ctx.addIssue({ code: "custom", path: issue?.path ?? [], message: issue?.message ?? "a step of Art 73" });
});

import { z } from "zod";
import { Identifier, Time } from "../event/values";

const Count = z.int().min(0);

/** What a log of calls says, in one line: others wrote it. */
const Told = z.string().regex(/^[ -~]{1,512}$/, "one line of printable ASCII");

const CodeWord = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, "lower-case letters, digits, hyphens");

/**
 * What a check of calls came to: every call of a period that changed something of evidence, or tried to, held against the
 * records of deployments. All counts may be zero: that somebody looked and found nothing is worth knowing.
 */
export const CallCheck = z.strictObject({
  check: z.literal("calls"),
  environment: Identifier,
  period: z.strictObject({ from: Time, to: Time }),
  calls: z.strictObject({
    onEvidence: Count.describe("Calls on evidence resources, each event once."),
    inDeployments: Count.describe("Those a signed record of a deployment explains."),
    ordinary: Count.describe("Those that are the office of the role that made them."),
    unmatched: Count.describe("Those that changed something, and nothing explains."),
    attempts: Count.describe("Those that failed, and nothing explains."),
    unclear: Count.describe("Calls of which it cannot be told whether they are about evidence."),
    repeated: Count.describe("Events that stood in the log more than once."),
  }),
  findings: z.array(
    z.strictObject({
      kind: z.enum(["unmatched", "attempt", "unclear"]),
      addresses: z.array(Told),
      who: Told.describe("Principal, at the log's word."),
      via: CodeWord,
      call: Told,
      error: z.exactOptional(Told),
      count: z.int().min(1),
      first: Time,
      last: Time,
      eventIds: z.array(Told).describe("Some of the events, to look them up by."),
    }),
  ),
  findingsLeftOut: Count.describe("Findings that did not fit, and calls beyond what was kept apart."),
  deployments: Count.describe("Records of deployments that reach into the period."),
  doubtfulDeployments: Count.describe("Records of deployments that explain nothing."),
  trail: z.strictObject({
    files: Count,
    records: Count,
    regions: z.array(CodeWord),
    findings: z.array(z.strictObject({ code: CodeWord, count: z.int().min(1) })),
  }),
  datadogAuditEvents: z.exactOptional(Count),
});

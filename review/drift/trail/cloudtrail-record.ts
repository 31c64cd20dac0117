import { z } from "zod";
import type { Call, Via } from "./call";

/**
 * What is read of a record. Unknown fields are left alone: CloudTrail adds some with every minor version.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const trailRecord = z.looseObject({
  eventID: z.string().min(1),
  eventTime: z.iso.datetime({ offset: true }),
  eventSource: z.string().min(1),
  eventName: z.string().min(1),
  awsRegion: z.string().optional(),
  recipientAccountId: z.string().optional(),
  userIdentity: z
    .looseObject({
      type: z.string().optional(),
      arn: z.string().optional(),
      accountId: z.string().optional(),
      invokedBy: z.string().optional(),
    })
    .nullish(),
  userAgent: z.string().nullish(),
  sessionCredentialFromConsole: z.union([z.string(), z.boolean()]).nullish(),
  errorCode: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  managementEvent: z.boolean().nullish(),
  eventType: z.string().nullish(),
  requestParameters: z.unknown(),
  resources: z.array(z.looseObject({ ARN: z.string().optional() })).nullish(),
});
type TrailRecord = z.infer<typeof trailRecord>;

/** What a record is: a call that changes something, one that only reads, or no record, and why. */
export type ReadRecord =
  | { readonly is: "call"; readonly call: Call }
  | { readonly is: "read"; readonly at: string }
  | { readonly is: "malformed"; readonly reason: string };

/** Reads one record of a CloudTrail log file; never throws. */
export function readRecord(value: unknown): ReadRecord {
  const { readOnly, eventTime } = (value ?? {}) as { readOnly?: unknown; eventTime?: unknown };
  // Most records are of calls that read, and nothing but their time is asked of them.
  if (readOnly === true && typeof eventTime === "string" && SECOND.test(eventTime))
    return { is: "read", at: eventTime.replace("Z", ".000Z") };
  const parsed = trailRecord.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { is: "malformed", reason: `${issue?.path.join(".") || "the record"}: ${issue?.message}` };
  }
  const record = parsed.data;
  const at = new Date(record.eventTime).toISOString();
  // Records older than version 1.01 do not say: such a call counts as one that changes something.
  return record.readOnly === true ? { is: "read", at } : { is: "call", call: callOf(record, at) };
}

const SECOND = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

function callOf(record: TrailRecord, at: string): Call {
  return {
    id: record.eventID,
    at,
    log: "cloudtrail",
    service: record.eventSource.replace(/\.amazonaws\.com(\.cn)?$/, ""),
    name: record.eventName,
    who: principalOf(record.userIdentity),
    via: viaOf(record),
    ...(record.awsRegion !== undefined && { region: record.awsRegion }),
    ...(record.recipientAccountId !== undefined && { account: record.recipientAccountId }),
    ...(typeof record.errorCode === "string" && { error: record.errorCode }),
    data: record.managementEvent === false,
    byAws: record.eventType === "AwsServiceEvent",
    parameters: textsIn(record.requestParameters),
    arns: (record.resources ?? []).flatMap(({ ARN }) => ARN ?? []),
  };
}

/** An ARN where there is one; other identities by what they are, without names of sessions. */
function principalOf(identity: TrailRecord["userIdentity"]): string {
  const { type = "Unknown", arn, invokedBy, accountId } = identity ?? {};
  return arn ?? invokedBy ?? (accountId === undefined ? type : `${type}:${accountId}`);
}

const CLIENTS: readonly (readonly [Via, RegExp])[] = [
  ["terraform", /terraform|opentofu/i],
  ["console", /console\.amazonaws\.com|signin\.amazonaws\.com|S3Console|AWS-Console/i],
  ["cli", /aws-cli/i],
  ["sdk", /aws-sdk|boto/i],
  ["service", /^[a-z0-9.-]+\.amazonaws\.com$|^AWS Internal$/],
];

/** By what the client says of itself, which it may say falsely. */
function viaOf({ userAgent, sessionCredentialFromConsole, userIdentity }: TrailRecord): Via {
  if (String(sessionCredentialFromConsole) === "true") return "console";
  if (userIdentity?.type === "AWSService") return "service";
  return CLIENTS.find(([, agent]) => agent.test(userAgent ?? ""))?.[0] ?? "unknown";
}

/** Longer texts are documents, and name nothing. */
const LONGEST_NAME = 2048;
const DEEPEST = 2;

/** The texts of parameters by dotted name. Services differ in the case of first letters: all are written small. */
function textsIn(parameters: unknown): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const walk = (value: unknown, path: string, depth: number): void => {
    if (typeof value === "string") {
      if (value.length <= LONGEST_NAME) found.set(path, [...(found.get(path) ?? []), value]);
    } else if (Array.isArray(value)) {
      for (const each of value) walk(each, path, depth);
    } else if (typeof value === "object" && value !== null && depth < DEEPEST) {
      for (const [key, each] of Object.entries(value)) {
        const name = key.slice(0, 1).toLowerCase() + key.slice(1);
        walk(each, path === "" ? name : `${path}.${name}`, depth + 1);
      }
    }
  };
  walk(parameters, "", 0);
  return found;
}

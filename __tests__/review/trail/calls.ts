import { randomUUID } from "node:crypto";
import { readRecord } from "../../../review/drift/trail/cloudtrail-record";
import type { Call } from "../../../review/drift/trail/call";
import { ACCOUNT, REGION, trailRecord } from "./trail-folder";

/** A call as CloudTrail tells of it: `kms:PutKeyPolicy`, with its parameters. */
export function called(
  name: string,
  requestParameters: Readonly<Record<string, unknown>> = {},
  changes: Readonly<Record<string, unknown>> = {},
): Call {
  const [service = "", eventName = ""] = name.split(":");
  const read = readRecord(
    trailRecord({
      ...{ eventSource: `${service}.amazonaws.com`, eventName, requestParameters, eventID: randomUUID() },
      awsRegion: ["iam", "organizations", "budgets"].includes(service) ? "us-east-1" : REGION,
      ...changes,
    }),
  );
  if (read.is !== "call") throw new Error(JSON.stringify(read));
  return read.call;
}

/** A session of a role. */
export const session = (role: string, name = "someone", account = ACCOUNT) => ({
  userIdentity: {
    type: "AssumedRole",
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    sessionContext: { sessionIssuer: { type: "Role", arn: `arn:aws:iam::${account}:role/${role}` } },
  },
});

/** A call on an object of a bucket. */
export const onObject = (
  eventName: string,
  bucketName: string,
  key: string,
  changes: Readonly<Record<string, unknown>> = {},
): Call => called(`s3:${eventName}`, { bucketName, key, Host: "s3" }, { managementEvent: false, ...changes });

import type { ResourceSet } from "../../../rules";
import { concerns, like, statements, type Statement } from "../../../rules/policy";
import { text } from "../../../rules/reading";
import { CannotTell } from "../../../rules/values";
import { roleOf, type Call } from "./call";

/** Rights a call on an object needs, any one of which shows that it is somebody's office. */
const RIGHTS: Readonly<Record<string, readonly string[]>> = {
  AbortMultipartUpload: ["s3:AbortMultipartUpload", "s3:PutObject"],
  CompleteMultipartUpload: ["s3:PutObject"],
  CopyObject: ["s3:PutObject"],
  CreateMultipartUpload: ["s3:PutObject"],
  PutObject: ["s3:PutObject", "s3:ReplicateObject"],
  PutObjectLegalHold: ["s3:PutObjectLegalHold"],
  PutObjectRetention: ["s3:PutObjectRetention"],
  PutObjectTagging: ["s3:PutObjectTagging", "s3:ReplicateTags"],
  RestoreObject: ["s3:RestoreObject"],
  UploadPart: ["s3:PutObject"],
};

/** Answers to a writer that finds its place taken, or S3 busy: it tries again. */
const ORDINARY_ERRORS: ReadonlySet<string> = new Set([
  "ConditionalRequestConflict",
  "InternalError",
  "PreconditionFailed",
  "RequestTimeout",
  "ServiceUnavailable",
  "SlowDown",
]);

/** What AWS does by itself and nobody has to explain. */
const BY_AWS: ReadonlySet<string> = new Set(["kms:RotateKey", "kms:SynchronizeMultiRegionKey"]);

/** Uses of an engine that change nothing it is set up with, though AWS does not count them as reads. */
const USES: ReadonlySet<string> = new Set([
  "athena:CreatePreparedStatement",
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
]);

interface Right extends Statement {
  /** Account of the role that has it, as far as it can be told. */
  readonly account: string | undefined;
}

/**
 * Tells calls that are somebody's office from those that are not: what a role of the stacks is given the right to do
 * with objects, where it is given it. Changes of a resource itself are nobody's office: those are deployments.
 */
export class EntitledWork {
  private readonly rights = new Map<string, Right[]>();

  constructor(declared: ResourceSet) {
    for (const policy of declared.ofType("aws_iam_role_policy")) {
      try {
        const role = text(policy, "role");
        const account = declared.account(policy);
        const allowed = statements(policy, "policy").filter(({ effect }) => effect === "Allow");
        const rights = allowed.map((statement) => ({ ...statement, account }));
        if (role !== undefined) this.rights.set(role, [...(this.rights.get(role) ?? []), ...rights]);
      } catch (error) {
        // Rights that cannot be read explain nothing.
        if (!(error instanceof CannotTell)) throw error;
      }
    }
  }

  /** Whether a call is somebody's ordinary work. */
  covers(call: Call): boolean {
    const key = `${call.service}:${call.name}`;
    if (call.byAws) return BY_AWS.has(key);
    if (USES.has(key)) return call.error === undefined;
    if (call.error !== undefined && !ORDINARY_ERRORS.has(call.error)) return false;
    const object = objectOf(call);
    const role = roleOf(call.who);
    if (object === undefined || role === undefined) return false;
    const needed = Object.hasOwn(RIGHTS, call.name) ? (RIGHTS[call.name] ?? []) : [];
    return (this.rights.get(role.name) ?? []).some(
      (right) =>
        (right.account ?? role.account) === role.account &&
        needed.some((action) => concerns(right, action)) &&
        right.resources.some((pattern) => like(pattern, object)),
    );
  }
}

function objectOf({ service, parameters }: Call): string | undefined {
  const [bucket] = parameters.get("bucketName") ?? [];
  const [key] = parameters.get("key") ?? [];
  return service === "s3" && bucket !== undefined && key !== undefined
    ? `arn:aws:s3:::${bucket}/${key}`
    : undefined;
}

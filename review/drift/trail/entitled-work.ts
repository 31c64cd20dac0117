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

/** Uses that change nothing of how a thing is set up, though AWS does not count them as reads. */
const USES: ReadonlySet<string> = new Set([
  "athena:CreatePreparedStatement",
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  // What runs is named by its digest: an image more changes nothing.
  "ecr:PutImage",
  "ecr:UploadLayerPart",
  "logs:CreateLogStream",
]);

const OF_INTERFACES = [
  "ec2:AttachNetworkInterface",
  "ec2:CreateNetworkInterface",
  "ec2:CreateNetworkInterfacePermission",
  "ec2:DeleteNetworkInterface",
  "ec2:DetachNetworkInterface",
  "ec2:ModifyNetworkInterfaceAttribute",
];

/**
 * What AWS's services do under roles of their own, which nobody else can take.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
const BY_SERVICES: Readonly<Record<string, readonly string[]>> = {
  AWSServiceRoleForApplicationAutoScaling_ECSService: ["ecs:UpdateService"],
  AWSServiceRoleForECS: [
    "elasticloadbalancing:DeregisterTargets",
    "elasticloadbalancing:RegisterTargets",
    ...OF_INTERFACES,
  ],
  AWSServiceRoleForElasticLoadBalancing: OF_INTERFACES,
  AWSServiceRoleForRDS: OF_INTERFACES,
};

/** Calls on a resource that are the office of a role which has the right to: by call, what it is about. */
const OFFICES: Readonly<Record<string, (call: Call) => string | undefined>> = {
  "ecs:RunTask": ({ parameters }) => parameters.get("taskDefinition")?.[0],
  "rds:CreateDBSnapshot": ({ parameters, region, account }) =>
    `arn:aws:rds:${region}:${account}:db:${parameters.get("dBInstanceIdentifier")?.[0]}`,
};

interface Right extends Statement {
  /** Account of the role that has it, as far as it can be told. */
  readonly account: string | undefined;
}

/**
 * Tells calls that are somebody's office from those that are not: what a role of the stacks is given the right to do
 * with objects, where it is given it, which jobs it starts, which copies it takes; and what AWS's services do for what the
 * stacks ask of them. Other changes of a resource itself are nobody's office: those are deployments.
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
    const role = roleOf(call.who);
    if (role === undefined) return false;
    if (role.account === call.account && Object.hasOwn(BY_SERVICES, role.name))
      return BY_SERVICES[role.name]?.includes(key) ?? false;
    const office = Object.hasOwn(OFFICES, key) ? OFFICES[key]?.(call) : undefined;
    const object = office ?? objectOf(call);
    if (object === undefined) return false;
    const needed =
      office !== undefined ? [key] : Object.hasOwn(RIGHTS, call.name) ? (RIGHTS[call.name] ?? []) : [];
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

/** How a call was made, as far as its client says of itself. */
export type Via = "console" | "cli" | "terraform" | "sdk" | "service" | "unknown";

/** One call that changed something, or tried to, as a log of calls tells it: taken at that log's word. */
export interface Call {
  /** The log's own id of the event: one event may stand in several files. */
  readonly id: string;
  /** When it was made, RFC 3339 UTC; CloudTrail knows whole seconds. */
  readonly at: string;
  readonly log: "cloudtrail" | "datadog-audit";
  /** `s3`, `kms`, ...: CloudTrail's event source without its domain; `datadog` for all of Datadog. */
  readonly service: string;
  /** `PutBucketPolicy`; of Datadog what was done to what: `monitor modified`. */
  readonly name: string;
  /** Principal: an ARN, a service, an account or a Datadog login. No address and no client of a person is kept. */
  readonly who: string;
  readonly via: Via;
  readonly region?: string;
  /** Account the call was made on. */
  readonly account?: string;
  /** Why it failed, in the service's word; of a call that succeeded nothing. */
  readonly error?: string;
  /** Whether it is about what a resource holds (an object) and not about the resource itself. */
  readonly data: boolean;
  /** What AWS did by itself, such as rotating a key. */
  readonly byAws: boolean;
  /** Texts among the call's parameters, by dotted name. */
  readonly parameters: ReadonlyMap<string, readonly string[]>;
  /** ARNs the log gives beside the parameters. */
  readonly arns: readonly string[];
}

/** A role by its account and name: the ARN of a session lacks the role's path, which its own ARN has. */
export interface RoleName {
  readonly account: string;
  readonly name: string;
}

const ROLE = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/;
const SESSION = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/;

/** The role behind the ARN of a role or of a session; `undefined` for a user, a service or an account. */
export function roleOf(arn: string): RoleName | undefined {
  const [, account, name] = ROLE.exec(arn) ?? SESSION.exec(arn) ?? [];
  return account !== undefined && name !== undefined ? { account, name } : undefined;
}

/** Whether two ARNs are one principal: the same one, or sessions of the same role. */
export function samePrincipal(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [roleOf(one), roleOf(other)];
  return a !== undefined && b !== undefined && a.account === b.account && a.name === b.name;
}

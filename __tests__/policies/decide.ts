import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { DEFAULT_DIR } from "../../sandbox/world";
import { ensurePython } from "../../sandbox/world/python";
import type { Policies } from "./documents";

/** Somebody tries something. */
export interface Attempt {
  readonly who: string;
  readonly roleArn: string;
  /** IAM's names of the rights it needs; the first that is refused decides. */
  readonly rights: readonly string[];
  readonly resourceArn: string;
  /** Names of policies. Each layer must let it pass; within one, a role's rights and a resource's policy stand together. */
  readonly layers: readonly (readonly string[])[];
  /** Condition keys of the request, named as CloudTrail names its parameters. */
  readonly request?: Readonly<Record<string, string | readonly string[]>>;
  readonly plainHttp?: boolean;
}

/** `allowed`, `not granted`, or the Sid of the statement that denies. */
export type Decision = string;

interface Answer {
  readonly decisions: readonly Decision[];
  readonly unknownActions: readonly string[];
}

/** A date is part of an event and of no decision. */
const TIME = "2026-11-24T21:00:00Z";

/**
 * Has attempts decided by npkt, a library that evaluates IAM policies: actions, resources, principals and all condition
 * operators. It knows no permission boundaries and no session policies, of which there are none here.
 */
export async function decide(policies: Policies, attempts: readonly Attempt[]): Promise<readonly Decision[]> {
  const asked = attempts.flatMap((attempt, index) =>
    attempt.rights.map((right) => ({
      index,
      layers: attempt.layers,
      secureTransport: !attempt.plainHttp,
      event: event(attempt, right),
    })),
  );
  const { decisions } = await ask({ policies, attempts: asked, actions: [] });
  const byAttempt = new Map<number, Decision[]>();
  decisions.forEach((decision, at) => {
    const index = asked[at]?.index ?? -1;
    byAttempt.set(index, [...(byAttempt.get(index) ?? []), decision]);
  });
  return attempts.map(
    (_, index) => byAttempt.get(index)?.find((decision) => decision !== "allowed") ?? "allowed",
  );
}

/** Those of the actions that no AWS service has, by the library's copy of AWS's own reference. */
export async function unknownActions(actions: readonly string[]): Promise<readonly string[]> {
  const answer = await ask({ policies: {}, attempts: [], actions: [...new Set(actions)] });
  return answer.unknownActions;
}

async function ask(question: object): Promise<Answer> {
  const { python } = await ensurePython(DEFAULT_DIR);
  const { status, stdout, stderr } = spawnSync(python, [join(__dirname, "decide.py")], {
    input: JSON.stringify(question),
    encoding: "utf8",
    maxBuffer: 64 * 1024 ** 2,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Answer;
}

function event({ roleArn, resourceArn, request }: Attempt, right: string) {
  const [service, eventName] = right.split(":");
  return {
    eventTime: TIME,
    eventName,
    eventSource: `${service}.amazonaws.com`,
    awsRegion: "eu-central-1",
    userIdentity: { type: "Role", arn: roleArn, accountId: roleArn.split(":")[4] },
    requestParameters: { TlsVersion: "1.3", ...request },
    resources: [{ ARN: resourceArn }],
  };
}

import { names, type Environment } from "../../configs";
import type { Attempt, Decision } from "./decide";
import { KEYS } from "./keys";
import { ALL_POWERFUL_THERE, EVERYONE, EVERYONE_THERE, roleArn } from "./people";
import { bucketRows, guardedRows, keyRows, type Row } from "./rows";
import { keyUseRows, replicationRows, trailRows, workRows } from "./work-rows";

/** One row of the table, tried by everyone it concerns. */
export interface Tried {
  readonly what: string;
  readonly expected: Readonly<Record<string, Decision>>;
  readonly attempts: readonly Attempt[];
}

/** All that is tried in an environment, group by group. */
export function table(environment: Environment): readonly Tried[] {
  const { vaultBucketArn, replicaBucket, trailBucket } = names(environment);
  const { aws, replica } = environment;
  const configure = ["deploy", "break-glass"];
  const [, replicaDeploy = "", replicaBreakGlass = ""] = ALL_POWERFUL_THERE;
  const configureThere = [replicaDeploy, replicaBreakGlass];
  const keyHere = `arn:aws:kms:${aws.region}:${aws.accountId}:key/made-later`;
  const keyThere = `arn:aws:kms:${replica.region}:${replica.accountId ?? aws.accountId}:key/made-later`;
  const vault = { policy: "vault", arn: vaultBucketArn, object: KEYS.archive, configure };
  const trail = { policy: "trail", arn: `arn:aws:s3:::${trailBucket}`, object: "AWSLogs/x", configure };
  const copy = { policy: "replica", arn: `arn:aws:s3:::${replicaBucket}`, object: KEYS.archive };
  const tried = (group: string, rows: readonly Row[], everyone = EVERYONE, over?: readonly string[]) =>
    rows.map((row) => triedBy(environment, group, row, everyone, over));
  return [
    ...tried("the vault", bucketRows({ ...vault, hold: ["vault_approver", "vault_security_officer"] })),
    ...tried("the vault at work", workRows(environment)),
    ...tried("the record of accesses", bucketRows({ ...trail, hold: ["break-glass"] })),
    ...tried("the record of accesses at work", trailRows(environment)),
    ...tried(
      "the replica, in its own account",
      bucketRows({ ...copy, configure: configureThere, hold: [replicaBreakGlass] }),
      EVERYONE_THERE,
    ),
    ...["vault-key", "trail-key", "signing-key"].flatMap((key) =>
      tried("a key", keyRows(key, keyHere, configure, "break-glass")),
    ),
    ...tried(
      "a key in the replica's account",
      keyRows("replica-key", keyThere, configureThere, replicaBreakGlass),
      EVERYONE_THERE,
    ),
    ...tried("a key at work", keyUseRows(environment)),
    ...tried("replication", replicationRows(environment), EVERYONE_THERE),
    ...tried("under the guardrails", guardedRows(environment, configure), EVERYONE, [
      "guardrails",
      "full-access",
    ]),
  ];
}

/** What belongs to the replica's account, where that is another one than the vault's. */
const THERE = ["replica", "replica-key"];

function triedBy(
  environment: Environment,
  group: string,
  row: Row,
  everyone: readonly string[],
  over?: readonly string[],
): Tried {
  const { what, rights, on, policies, request, plainHttp, allowed, otherwise } = row;
  const { aws, replica } = environment;
  const owner = policies.some((policy) => THERE.includes(policy)) ? replica.accountId : aws.accountId;
  const may = (who: string) => (allowed.includes(who) ? "allowed" : otherwise);
  return {
    what: `${group}: ${what}`,
    expected: Object.fromEntries(everyone.map((who) => [who, may(who)])),
    attempts: everyone.map((who) => {
      const arn = roleArn(environment, who);
      // Across accounts both sides must permit it; within one, either.
      const sides = arn.split(":")[4] === owner ? [[who, ...policies]] : [policies, [who]];
      return {
        who,
        roleArn: arn,
        rights,
        resourceArn: on,
        layers: [...(over ? [over] : []), ...sides],
        ...(request && { request }),
        ...(plainHttp && { plainHttp }),
      };
    }),
  };
}

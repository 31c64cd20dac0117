import type { Environment } from "../configs";
import type { PolicyStatement } from "./policy-document";

type OnKey = Pick<PolicyStatement, "Effect" | "Action" | "Resource" | "Condition">;

/** Rights on a key that is named by its alias, so that a policy is a literal; through one service alone where one is named. */
export function onKey(
  environment: Environment,
  alias: string,
  actions: readonly string[],
  service?: "s3" | "secretsmanager" | "sqs",
): OnKey {
  return {
    Effect: "Allow",
    Action: actions,
    Resource: anyKey(environment),
    Condition: {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
      ...(service && {
        StringEquals: { "kms:ViaService": `${service}.${environment.aws.region}.amazonaws.com` },
      }),
    },
  };
}

/** All keys of the account: a condition says which. */
export function anyKey({ aws: { region, accountId } }: Environment): string {
  return `arn:aws:kms:${region}:${accountId}:key/*`;
}

import type { PolicyStatement } from "../../constructs/policy-document";
import { ALL_POWERFUL, ALL_POWERFUL_THERE } from "./people";
import { resource, type StackJson } from "../stacks/synthesized";

/** A policy as IAM reads it. */
export interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

export type Policies = Readonly<Record<string, PolicyDocument>>;

/** What the customer's own roles have, which are the hardest to stop. */
const ALL_RIGHTS: PolicyDocument = { Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

/** Resources whose policy decides together with a role's rights, by the name attempts call them. */
const RESOURCE_POLICIES = [
  { name: "vault", type: "aws_s3_bucket_policy", id: "evidence_vault" },
  { name: "replica", type: "aws_s3_bucket_policy", id: "evidence_replica" },
  { name: "trail", type: "aws_s3_bucket_policy", id: "evidence_access" },
  { name: "vault-key", type: "aws_kms_key", id: "evidence_vault" },
  { name: "replica-key", type: "aws_kms_key", id: "evidence_replica" },
  { name: "trail-key", type: "aws_kms_key", id: "evidence_access" },
  // All signing keys have one policy.
  { name: "signing-key", type: "aws_kms_key", id: "sign_exporter" },
] as const;

/**
 * Every policy of an environment as it is synthesized: the rights of each role of the stacks, by the role's address, the
 * policies of the resources, and, where there are any, the organisation's guardrails.
 */
export function synthesizedPolicies(stacks: Readonly<Record<string, StackJson>>, environment: string) {
  const vault = stacks[`${environment}-evidence-vault`];
  const logging = stacks[`${environment}-art12-logging`];
  const guardrails = stacks[`${environment}-guardrails`];
  const rights = [vault, logging].flatMap((stack) =>
    Object.keys(stack?.resource?.["aws_iam_role_policy"] ?? {}).map(
      (id) => [id, parsed(resource(stack, "aws_iam_role_policy", id)["policy"])] as const,
    ),
  );
  return {
    ...Object.fromEntries([...ALL_POWERFUL, ...ALL_POWERFUL_THERE].map((who) => [who, ALL_RIGHTS])),
    ...Object.fromEntries(rights),
    ...Object.fromEntries(
      RESOURCE_POLICIES.map(({ name, type, id }) => [name, parsed(resource(vault, type, id)["policy"])]),
    ),
    ...(guardrails && {
      // AWS's own policy that an organisation attaches to every account.
      "full-access": ALL_RIGHTS,
      guardrails: parsed(resource(guardrails, "aws_organizations_policy", "evidence_guardrails")["content"]),
    }),
  } as Policies;
}

/** A key made in the same plan has no ARN yet: its address stands for it. */
function parsed(policy: unknown): PolicyDocument {
  return JSON.parse(String(policy).replace(/\$\{aws_kms_key\.(\w+)\.arn\}/g, "$1")) as PolicyDocument;
}

import { saysItKeepsTheLog } from "./duty-tags";
import { statements } from "../policy";
import { any } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";

/** Service control policies over the account of the evidence. */
export const guardrails = (set: ResourceSet): readonly Resource[] =>
  set
    .ofType("aws_organizations_policy")
    .filter((policy) => (any(policy, "type") ?? "SERVICE_CONTROL_POLICY") === "SERVICE_CONTROL_POLICY")
    .filter(saysItKeepsTheLog);

/** What such a policy says. */
export const guardrailStatements = (_: ResourceSet, policy: Resource) => statements(policy, "content");

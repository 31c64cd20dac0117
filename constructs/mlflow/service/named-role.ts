import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import { policyDocument, type PolicyStatement } from "../../policy-document";

export interface NamedRoleProps {
  readonly environment: Environment;
  /** Last part of its name, with hyphens; with underscores it is the address, too. */
  readonly part: string;
  readonly duties: readonly Duty[];
  readonly trusted: PolicyStatement;
  readonly rights: readonly PolicyStatement[];
}

/** A role of the mlflow stack with the one policy that says all it may do. */
export function namedRole(scope: Construct, id: string, props: NamedRoleProps): IamRole {
  const { environment, part, duties, trusted, rights } = props;
  const address = { logicalId: `mlflow_${part.replaceAll("-", "_")}`, duties };
  const role = evidenceResource(
    new IamRole(scope, id, {
      name: names(environment).mlflow(part),
      assumeRolePolicy: policyDocument([trusted]),
      tags: dutyTags(duties),
    }),
    address,
  );
  evidenceResource(
    new IamRolePolicy(scope, `${id}Policy`, { name: part, role: role.name, policy: policyDocument(rights) }),
    address,
  );
  return role;
}

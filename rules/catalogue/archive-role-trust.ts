import { art12Archives } from "../facts/buckets";
import { DATADOG_ACCOUNTS } from "../facts/layout";
import { namedIn } from "../facts/named";
import { statements, type Statement } from "../policy";
import { text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const EXTERNAL_ID = "datadog_integration_aws_external_id";
const DATADOG: readonly string[] = DATADOG_ACCOUNTS.map((account) => `arn:aws:iam::${account}:root`);

export const archiveRoleTrust = judging({
  id: "archive-role-trust",
  duties: ["Art12", "Art78"],
  title: "Datadog's role is taken by Datadog alone, with the organisation's external id",
  why: "Datadog's account is the same for all its customers: without the external id, another could write into the vault.",
  fix: "Let the role's trust policy name Datadog's account and require sts:ExternalId with the id made for this organisation.",
  subjects: art12Archives,
  judge(archive, set) {
    const role = set.find("aws_iam_role", text(archive, "s3_archive.role_name"));
    if (!role) throw new CannotTell("the role is none of these resources");
    const trusts = statements(role, "assume_role_policy").filter(({ effect }) => effect === "Allow");
    if (trusts.some((trust) => idsOf(trust).length === 0))
      return unmet("it can be assumed without the external id");
    const strange = trusts.flatMap((trust) => idsOf(trust).filter((id) => !isOurs(set, role, id)));
    if (strange.length > 0) return unmet("it can be assumed with an external id that is not ours");
    return holds(
      trusts.every(({ principals }) => principals.every((principal) => DATADOG.includes(principal))),
      "the external id is required",
      "others than Datadog may assume it",
    );
  },
});

const idsOf = ({ conditions }: Statement): readonly string[] =>
  conditions.filter(({ key }) => key === "sts:ExternalId").flatMap(({ values }) => values);

/** Where Datadog's side of the handshake is kept elsewhere, which id is ours cannot be told from here. */
function isOurs(set: ResourceSet, role: Resource, id: string): boolean {
  return set.ofType(EXTERNAL_ID).length === 0 || namedIn(set, EXTERNAL_ID, id, role) !== undefined;
}

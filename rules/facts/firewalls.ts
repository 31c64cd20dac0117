import { any, blocks, text, texts } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import type { Readable } from "../values";

/** Groups of rules that AWS keeps, which every web ACL here has. */
export const AWS_RULES = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesCommonRuleSet",
  "AWSManagedRulesKnownBadInputsRuleSet",
];

/** Rules of AWS that artifacts, parameters and MLflow's own pages trip: blocking, they stop training and not attacks. */
export const TRIPPED_BY_ARTIFACTS: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesCommonRuleSet: [
    "CrossSiteScripting_BODY",
    "EC2MetaDataSSRF_BODY",
    "GenericLFI_BODY",
    "GenericRFI_BODY",
    "RestrictedExtensions_QUERYARGUMENTS",
    "RestrictedExtensions_URIPATH",
    "SizeRestrictions_BODY",
    "SizeRestrictions_QUERYSTRING",
  ],
  AWSManagedRulesKnownBadInputsRuleSet: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
};

export const firewalls = (set: ResourceSet): readonly Resource[] => set.ofType("aws_wafv2_web_acl");

/** A rule of a web ACL, as far as it concerns what it blocks. */
export interface FirewallRule {
  readonly name: string;
  /** Group of AWS that it asks. */
  readonly group?: string;
  /** Whether all it finds is only counted. */
  readonly countsOnly: boolean;
  /** Whether it asks about some requests only. */
  readonly isNarrowed: boolean;
  /** Rules of the group, by what is done instead of what AWS would do. */
  readonly overridden: ReadonlyMap<string, "count" | "other">;
  readonly read: Readable;
}

const GROUP = "statement.managed_rule_group_statement";

/** Rules of a web ACL. */
export function rulesOf(acl: Resource): readonly FirewallRule[] {
  return blocks(acl, "rule").map((rule) => {
    const group = text(rule, `${GROUP}.vendor_name`) === "AWS" ? text(rule, `${GROUP}.name`) : undefined;
    const overrides = blocks(rule, `${GROUP}.rule_action_override`).map((each) => {
      const counts = any(each, "action_to_use.count") !== undefined;
      return [text(each, "name") ?? "", counts ? "count" : "other"] as const;
    });
    // The older way to have a rule of a group only count.
    const excluded = texts(rule, `${GROUP}.excluded_rule.name`).map((name) => [name, "count"] as const);
    return {
      name: text(rule, "name") ?? "",
      ...(group !== undefined && { group }),
      countsOnly: any(rule, "override_action.count") !== undefined || any(rule, "action.count") !== undefined,
      isNarrowed: ["managed_rule_group_statement", "rate_based_statement"].some(
        (kind) => any(rule, `statement.${kind}.scope_down_statement`) !== undefined,
      ),
      overridden: new Map([...excluded, ...overrides]),
      read: rule,
    };
  });
}

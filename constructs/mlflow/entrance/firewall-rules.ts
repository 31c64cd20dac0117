/** A group of rules that AWS keeps, with those of its rules that count only, and why they do. */
export interface ManagedRules {
  /** Kebab case: the rule's name in the web ACL, and its metric. */
  readonly name: string;
  /** AWS's own name of the group. */
  readonly group: string;
  readonly countOnly: readonly string[];
}

/**
 * Groups of AWS, in the order they are asked.
 *
 * Rules about bodies count only: parameters, notebooks and artifacts hold scripts, paths, addresses and serialized Java, and
 * an artifact of gigabytes is no attack. The gate reads bodies strictly itself, and streams artifacts unread. So do rules
 * that refuse a `.log` or `.ini` in a path or query, which artifacts are called, and long queries: MLflow's charts ask for a
 * hundred runs in one. Of a body behind a load balancer WAF sees 8 KB, whatever is configured.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html
 */
export const MANAGED_RULES: readonly ManagedRules[] = [
  { name: "ip-reputation", group: "AWSManagedRulesAmazonIpReputationList", countOnly: [] },
  {
    name: "common",
    group: "AWSManagedRulesCommonRuleSet",
    countOnly: [
      "CrossSiteScripting_BODY",
      "EC2MetaDataSSRF_BODY",
      "GenericLFI_BODY",
      "GenericRFI_BODY",
      "RestrictedExtensions_QUERYARGUMENTS",
      "RestrictedExtensions_URIPATH",
      "SizeRestrictions_BODY",
      "SizeRestrictions_QUERYSTRING",
    ],
  },
  {
    name: "known-bad-inputs",
    group: "AWSManagedRulesKnownBadInputsRuleSet",
    countOnly: ["JavaDeserializationRCE_BODY", "Log4JRCE_BODY", "ReactJSRCE_BODY"],
  },
];

/**
 * Requests of one address in five minutes. A training run logs some each second, and a whole office may stand behind one
 * address; a flood is far above it.
 */
export const MOST_REQUESTS_IN_FIVE_MINUTES = 20_000;

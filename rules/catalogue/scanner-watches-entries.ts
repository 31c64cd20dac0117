import { findsAll, organisationStacks } from "../facts/log-path";
import { ENTRY_PARTS } from "../facts/entries";
import { DIGEST_FIELDS, PERSONAL_DATA_PATTERNS, PERSONAL_DATA_TAG } from "../facts/personal-data";
import { sha256 } from "../facts/tables";
import { all, any, blocks, flag, number, text, texts } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging } from "../rule";

export const scannerWatchesEntries = judging({
  id: "scanner-watches-entries",
  duties: ["Art12", "Art10", "Art19(1)"],
  title: "Every Art 12 log entry is scanned for personal data",
  why: "What is logged by mistake is kept for years in a vault from which nothing is deleted before its time: it has to be noticed on the first day.",
  fix: "Deploy the organisation's scanner as the product makes it, enabled, for all entries and all fields but digests.",
  measure: { name: "kinds of personal data looked for", unit: "kinds", better: "higher" },
  subjects: organisationStacks,
  judge({ name }, set) {
    const rules = set
      .ofType("datadog_sensitive_data_scanner_rule")
      .filter((rule) => rule.stack === name && scansAll(rule, set))
      .map((rule) => sha256(text(rule, "pattern") ?? ""));
    const kinds = Object.entries(PERSONAL_DATA_PATTERNS);
    const missing = kinds.filter(([, digest]) => !rules.includes(digest));
    return holds(
      missing.length === 0,
      `looks for ${kinds.map(([kind]) => kind).join(", ")}`,
      `not looked for in all entries: ${missing.map(([kind]) => kind).join(", ")}`,
      kinds.length - missing.length,
    );
  },
});

/** Whether a rule looks at everything in every entry but digests, and tags what it finds. */
function scansAll(rule: Resource, set: ResourceSet): boolean {
  const group = set.find("datadog_sensitive_data_scanner_group", any(rule, "group_id"), rule);
  return (
    group !== undefined &&
    takesAll(group) &&
    flag(rule, "is_enabled", false) &&
    texts(rule, "tags").includes(PERSONAL_DATA_TAG) &&
    texts(rule, "excluded_namespaces").every((path) => DIGEST_FIELDS.includes(path)) &&
    all(rule, "namespaces").length === 0 &&
    all(rule, "included_keyword_configuration").length === 0
  );
}

const takesAll = (group: Resource): boolean =>
  flag(group, "is_enabled", false) &&
  texts(group, "product_list").includes("logs") &&
  findsAll(text(group, "filter.query") ?? "", ENTRY_PARTS) &&
  blocks(group, "samplings").every((sampling) => (number(sampling, "rate") ?? 100) >= 100);

import { ENTRY_PARTS } from "../facts/entries";
import { findsAll } from "../facts/log-path";
import { text } from "../reading";
import { first } from "../families/first";

export const scannerFirst = first(
  {
    id: "scanner-first",
    duties: ["Art12", "Art19(1)"],
    title: "The scanning group of Art 12 log entries comes first",
    why: "Groups are tried in their order: another one in front may take entries, and rules of others may redact.",
    fix: "Put the organisation's scanning group in front in datadog_sensitive_data_scanner_group_order.",
  },
  {
    ours: (set) =>
      set
        .ofType("datadog_sensitive_data_scanner_group")
        .filter((group) => findsAll(text(group, "filter.query") ?? "", ENTRY_PARTS)),
    type: "datadog_sensitive_data_scanner_group",
    order: "datadog_sensitive_data_scanner_group_order",
    attribute: "group_ids",
  },
);

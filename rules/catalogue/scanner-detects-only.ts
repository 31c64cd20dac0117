import { text } from "../reading";
import { holds, judging } from "../rule";

export const scannerDetectsOnly = judging({
  id: "scanner-detects-only",
  duties: ["Art12", "Art12(1)", "Art19(1)"],
  title: "The sensitive-data scanner finds and tags, and changes nothing",
  why: "A rule that redacts, hashes or masks rewrites the entry on its way into the archive: what is kept is no longer what was recorded, and patterns fit digests, too.",
  fix: "Set text_replacement.type to none, and mend the emitter that sends what is found.",
  subjects: (set) => set.ofType("datadog_sensitive_data_scanner_rule"),
  judge(rule) {
    const type = text(rule, "text_replacement.type") ?? "none";
    return holds(type === "none", "it changes nothing", `it replaces what it finds: ${type}`);
  },
});

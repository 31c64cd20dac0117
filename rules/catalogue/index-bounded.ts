import { art12Indexes } from "../facts/log-path";
import { flag, number } from "../reading";
import { judging, met, unmet } from "../rule";

export const indexBounded = judging({
  id: "index-bounded",
  duties: ["Art72", "Art26(5)"],
  title: "The index of Art 12 log entries has a quota of its own, and warns before it is used up",
  why: "Without a quota an emitter in a loop is paid for by the entry; with one that nobody is warned of, later entries of the day are not found.",
  fix: "Set daily_limit and daily_limit_warning_threshold_percentage, and leave disable_daily_limit off.",
  measure: { name: "entries a day that are indexed at the most", unit: "entries", better: "higher" },
  subjects: art12Indexes,
  judge(index) {
    const limit = number(index, "daily_limit");
    if (limit === undefined || flag(index, "disable_daily_limit", false)) return unmet("it has no quota");
    const warning = number(index, "daily_limit_warning_threshold_percentage");
    if (warning === undefined) return unmet("nobody is warned before the quota is used up", limit);
    return met(`${limit} entries a day, with a warning at ${warning} %`, limit);
  },
});

import { art12Indexes, findsAll } from "../facts/log-path";
import { ART12_ENTRIES } from "../facts/layout";
import { blocks, flag, number, text } from "../reading";
import { holds, judging } from "../rule";
import type { Readable } from "../values";

export const indexAllOrNone = judging({
  id: "index-all-or-none",
  duties: ["Art72", "Art26(5)"],
  title: "The index of Art 12 log entries keeps all of them, or none",
  why: "A search in an index that keeps a part answers as if it were the whole: nobody sees what is left out.",
  fix: "Keep no exclusion filter, or one for everything with a sample_rate of 1.",
  subjects: art12Indexes,
  judge(index) {
    const excluding = blocks(index, "exclusion_filter").filter(excludesSome);
    return holds(
      excluding.length === 0 || excluding.some(excludesAll),
      excluding.length === 0 ? "it keeps all" : "it keeps none: they are archived, and counted",
      "some are left out",
    );
  },
});

const rate = (filter: Readable): number => number(filter, "filter.sample_rate") ?? 0;

/** Off, or at a rate of 0, as the provider takes it where nothing is said, a filter excludes nothing. */
const excludesSome = (filter: Readable): boolean => flag(filter, "is_enabled", false) && rate(filter) > 0;

const excludesAll = (filter: Readable): boolean =>
  rate(filter) >= 1 && findsAll(text(filter, "filter.query") ?? "", ART12_ENTRIES);

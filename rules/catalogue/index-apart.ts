import { art12Indexes, findsAll, organisationStacks } from "../facts/log-path";
import { ART12_ENTRIES } from "../facts/layout";
import { text } from "../reading";
import { holds, judging, unmet } from "../rule";

export const indexApart = judging({
  id: "index-apart",
  duties: ["Art72", "Art26(5)"],
  title: "Art 12 log entries have an index of their own, which holds nothing else",
  why: "Among operational logs they share retention and quota: a noisy service uses the quota up, and entries are no longer found.",
  fix: `Give the organisation an index whose filter is ${ART12_ENTRIES}.`,
  subjects: organisationStacks,
  judge({ name }, set) {
    const filters = art12Indexes(set)
      .filter(({ stack }) => stack === name)
      .map((index) => text(index, "filter.query") ?? "");
    if (filters.length === 0) return unmet("the organisation has no index of Art 12 log entries");
    const all = filters.filter((filter) => findsAll(filter, ART12_ENTRIES));
    if (all.length === 0) return unmet("every such index leaves some entries out");
    return holds(
      all.some((filter) => findsAll(ART12_ENTRIES, filter)),
      "they have",
      "it takes other logs, too",
    );
  },
});

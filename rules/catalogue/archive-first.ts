import { art12Archives } from "../facts/buckets";
import { all } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";
import { CannotTell, Unresolved } from "../values";

export const archiveFirst = judging({
  id: "archive-first",
  duties: ["Art12", "Art19(1)"],
  title: "The archives of Art 12 log entries come first",
  why: "Datadog gives an entry to the first archive that matches: a broad one in front takes it away.",
  fix: "Put the organisation's Art 12 archives in front in datadog_logs_archive_order.",
  subjects(set) {
    const stacks = new Set(art12Archives(set).map(({ stack }) => stack));
    return set.stacks.filter(({ name }) => stacks.has(name));
  },
  judge({ name }, set) {
    const ours = art12Archives(set).filter(({ stack }) => stack === name);
    const [order] = set.ofType("datadog_logs_archive_order").filter(({ stack }) => stack === name);
    if (!order) return unmet("the order of archives is not set");
    const first = inOrder(set, order).slice(0, ours.length);
    return holds(
      ours.every(({ address }) => first.includes(address)),
      "they come first",
      "another archive may come before them",
    );
  },
});

/** Addresses in the order; what is no archive of the set keeps its place. */
function inOrder(set: ResourceSet, order: Resource): readonly string[] {
  return all(order, "archive_ids").flatMap((value) => {
    if (!(value instanceof Unresolved))
      return set.find("datadog_logs_archive", value, order)?.address ?? String(value);
    if (value.references.length === 0) throw new CannotTell(`archive_ids ${value.why}`);
    return value.references.map(({ address }) => address);
  });
}

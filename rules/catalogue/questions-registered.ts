import { EVENTS_VIEW, QUESTIONS } from "../facts/questions";
import { sha256 } from "../facts/tables";
import { any, text } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { holds, judging, unmet } from "../rule";

const NAMES = Object.keys(QUESTIONS);

export const questionsRegistered = judging({
  id: "questions-registered",
  duties: ["Art12(1)", "Art21", "Art26(6)", "Art72"],
  title: "The questions that authorities ask stand ready, as the product asks them",
  why: "A question in other words gives other rows under the same name; which rows are missing does not show.",
  fix: "Deploy the named queries as the product makes them; keep questions of your own under other names.",
  measure: { name: "questions that stand ready", unit: `of ${NAMES.length}`, better: "higher" },
  subjects: (set) => set.ofType("aws_athena_workgroup"),
  judge(workgroup, set) {
    if ((text(workgroup, "state") ?? "ENABLED") !== "ENABLED") return unmet("the workgroup is disabled", 0);
    const queries = set.pointing("aws_athena_named_query", "workgroup", "aws_athena_workgroup").by;
    const ready = (queries.get(workgroup.address) ?? []).filter(
      (query) => asksAsMade(query) && readsEvents(set, query),
    );
    const missing = NAMES.filter((name) => !ready.some((query) => text(query, "name") === name));
    return holds(
      missing.length === 0,
      `${NAMES.length} questions`,
      `not as the product asks them: ${missing.join(", ")}`,
      NAMES.length - missing.length,
    );
  },
});

const asksAsMade = (query: Resource): boolean =>
  sha256(text(query, "query") ?? "") === QUESTIONS[text(query, "name") ?? ""];

/** Whether it is asked of the database in which the view of events is. */
function readsEvents(set: ResourceSet, query: Resource): boolean {
  const database = set.find("aws_glue_catalog_database", any(query, "database"), query);
  const tables = set.pointing("aws_glue_catalog_table", "database_name", "aws_glue_catalog_database").by;
  return (tables.get(database?.address ?? "") ?? []).some((table) => any(table, "name") === EVENTS_VIEW);
}

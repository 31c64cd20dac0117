import { EVENTS_VIEW, EVENTS_VIEW_SHA256 } from "../facts/questions";
import { parameter, sha256 } from "../facts/tables";
import { any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging } from "../rule";
import { CannotTell } from "../values";

interface View {
  readonly originalSql?: unknown;
  readonly catalog?: unknown;
  readonly schema?: unknown;
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
}

/** What Presto's types are called in Glue. */
const IN_GLUE: Readonly<Record<string, string>> = { varchar: "string" };

export const eventsViewUnchanged = judging({
  id: "events-view-unchanged",
  duties: ["Art12", "Art21", "Art26(6)"],
  title: "The view through which the log is read is the product's own",
  why: "Every question is asked of this view: a condition in it leaves events out of every answer.",
  fix: "Deploy the view as the product makes it; ask questions of your own in a view beside it.",
  subjects: (set) =>
    set.ofType("aws_glue_catalog_table").filter((table) => any(table, "name") === EVENTS_VIEW),
  judge(table, set) {
    const view = viewOf(table);
    const database = set.find("aws_glue_catalog_database", any(table, "database_name"), table);
    const wrong = [
      ...(text(table, "table_type") === "VIRTUAL_VIEW" ? [] : ["type"]),
      ...(isPrestoView(table) ? [] : ["kind"]),
      ...(sha256(String(view.originalSql)) === EVENTS_VIEW_SHA256 ? [] : ["text"]),
      ...(database && view.schema === text(database, "name") ? [] : ["database"]),
      ...(columnsOf(view) === declaredColumns(table) ? [] : ["columns"]),
    ];
    return holds(wrong.length === 0, "the product's own", `it differs in ${wrong.join(", ")}`);
  },
});

/** By these marks Athena and Trino know that the text is theirs. */
const isPrestoView = (table: Resource): boolean =>
  parameter(table, "presto_view") === "true" &&
  parameter(table, "comment") === "Presto View" &&
  text(table, "view_expanded_text") === "/* Presto View */";

/** Athena keeps a view's definition in Glue as base64 in a comment. */
function viewOf(table: Resource): View {
  const [, encoded] =
    /^\/\* Presto View: ([\w+/=]+) \*\/$/.exec(text(table, "view_original_text") ?? "") ?? [];
  try {
    return JSON.parse(Buffer.from(encoded ?? "", "base64").toString("utf8")) as View;
  } catch {
    throw new CannotTell("view_original_text is no view that can be read");
  }
}

const columnsOf = ({ columns = [] }: View): string =>
  columns.map(({ name, type }) => `${name} ${IN_GLUE[type] ?? type}`).join(", ");

const declaredColumns = (table: Resource): string =>
  blocks(table, "storage_descriptor.columns")
    .map((column) => `${text(column, "name")} ${text(column, "type")}`)
    .join(", ");

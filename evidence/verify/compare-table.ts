import { PARQUET_SCHEMA, saidBy } from "../export";

/** Rows told; of more, only these. */
const TOLD = 20;

/** What the entry says itself; the digest is compared elsewhere, and where it comes from with the list of objects. */
const FROM_ENTRY = PARQUET_SCHEMA.filter(({ path }) => path !== undefined);

/**
 * A query that gives the rows of the bundle's table that are not what the event in the same place says: the row's number
 * from 1, and the names of its columns at fault. `events` is how many there ought to be: of a file that has more, no
 * more is read. Nothing is joined but by place: so rows pass through one by one, however many there are.
 */
export function tableDifferences(table: string, lines: string, events: number): string {
  const said = saidBy(FROM_ENTRY, "line");
  const wrong = [
    "CASE WHEN entry IS DISTINCT FROM line THEN 'entry' END",
    ...FROM_ENTRY.map(
      (column) =>
        `CASE WHEN "${column.name}" IS DISTINCT FROM ${said.pick(column)} THEN '${column.name}' END`,
    ),
  ];
  return `
WITH events AS (SELECT entry AS line FROM ${lines} LIMIT ${events + 1}),
compared AS (SELECT *, ${said.list} AS said, row_number() OVER () AS number FROM ${table} POSITIONAL JOIN events),
judged AS (SELECT number, list_filter([${wrong.join(", ")}], name -> name IS NOT NULL) AS wrong FROM compared)
SELECT number, wrong FROM judged WHERE len(wrong) > 0 LIMIT ${TOLD}`;
}

/**
 * A query that gives the objects which the table says its events come from, and which the table `objects` does not have
 * with that many lines: key, version, first and last line named, and how many lines are known of it.
 */
export function strangeSources(table: string): string {
  return `
WITH named AS (
  SELECT source_key, source_version_id, min(source_line) AS first, max(source_line) AS last FROM ${table} GROUP BY ALL
)
SELECT source_key, source_version_id, first, last, lines
FROM named LEFT JOIN objects ON source_key = key AND source_version_id = version_id
WHERE NOT coalesce(first >= 1 AND last <= lines, false)
ORDER BY ALL LIMIT ${TOLD}`;
}

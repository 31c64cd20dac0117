import { PARQUET_SCHEMA, saidBy } from "../export";

/** Rows told; of more, only these. */
const TOLD = 20;

/** What the entry says itself; the digest is compared elsewhere, and where it comes from with the list of objects. */
const FROM_ENTRY = PARQUET_SCHEMA.filter(({ path }) => path !== undefined);

/**
 * A query that gives the rows of the bundle's table that are not what the event in the same place says: the row's number
 * from 1, the names of its columns at fault, and whether the object and line it names exist. `events` is how many there
 * ought to be: of a file that has more, no more is read.
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
compared AS (
  SELECT *, ${said.list} AS said, row_number() OVER () AS number FROM ${table} POSITIONAL JOIN events
),
judged AS (
  SELECT number, list_filter([${wrong.join(", ")}], name -> name IS NOT NULL) AS wrong,
         coalesce(source_line BETWEEN 1 AND o.lines, false) AS has_source
  FROM compared LEFT JOIN objects o ON source_key = o.key AND source_version_id = o.version_id
)
SELECT number, wrong, has_source FROM judged WHERE len(wrong) > 0 OR NOT has_source LIMIT ${TOLD}`;
}

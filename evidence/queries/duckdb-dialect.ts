/**
 * Functions of Athena and Trino, by the meaning they have there, for DuckDB. The catalogue's texts then run unchanged.
 * A macro hides a built-in function of the same name.
 */
export const TRINO_FUNCTIONS: readonly string[] = [
  // NULL for what is no JSON and for objects and arrays, where DuckDB's own throws or gives their text.
  `json_extract_scalar(json, path) AS CASE
     WHEN json_valid(json) AND json_type(json, path) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(json, path)
   END`,
  // DuckDB's sha256 takes text and gives hex digits; Trino's takes and gives bytes.
  "to_utf8(words) AS words",
  "to_hex(digits) AS digits",
  "from_iso8601_timestamp(words) AS CAST(words AS TIMESTAMP)",
  "sequence(first, last) AS list_transform(generate_series(first, last, INTERVAL 1 DAY), lambda day: CAST(day AS DATE))",
];

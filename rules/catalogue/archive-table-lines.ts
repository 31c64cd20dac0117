import { vaultBuckets } from "../facts/buckets";
import { ARCHIVE_COLUMNS } from "../facts/questions";
import { archiveTableOf } from "../facts/tables";
import { any, blocks, text } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, notApplicable } from "../rule";
import { isBlock } from "../values";

const INPUT = "org.apache.hadoop.mapred.TextInputFormat";
const READER = "org.openx.data.jsonserde.JsonSerDe";

export const archiveTableLines = judging({
  id: "archive-table-lines",
  duties: ["Art12", "Art21"],
  title: "Queries see every archived line, and all that is in it",
  why: "Read in another way, one damaged line fails every query, or a column is empty and nobody asks why.",
  fix: "Give the table the columns of an archived line as text, read line by line as JSON, a malformed line as a row.",
  measure: { name: "columns of an archived line", unit: `of ${ARCHIVE_COLUMNS.length}`, better: "higher" },
  subjects: vaultBuckets,
  judge(bucket, set) {
    const table = archiveTableOf(set, bucket);
    if (!table) return notApplicable("no table reads the vault's archive, as another rule says");
    const columns = blocks(table, "storage_descriptor.columns").map(
      (column) => `${text(column, "name")} ${text(column, "type")}`,
    );
    const found = ARCHIVE_COLUMNS.filter((column) => columns.includes(column)).length;
    const settings = any(table, "storage_descriptor.ser_de_info.parameters");
    const keepsMalformed = isBlock(settings) && String(settings["ignore.malformed.json"]) === "true";
    const wrong = [
      ...(found === ARCHIVE_COLUMNS.length ? [] : ["columns"]),
      ...(text(table, "storage_descriptor.input_format") === INPUT ? [] : ["input_format"]),
      ...(text(table, "storage_descriptor.ser_de_info.serialization_library") === READER ? [] : ["reader"]),
      ...(keepsMalformed ? [] : ["malformed lines"]),
      ...skipping(table),
    ];
    return holds(wrong.length === 0, "line by line, as JSON", `it differs in ${wrong.join(", ")}`, found);
  },
});

/** Parameters by which Athena passes over lines. */
function skipping(table: Resource): readonly string[] {
  const all = any(table, "parameters");
  return isBlock(all) ? Object.keys(all).filter((name) => name.startsWith("skip.")) : [];
}

import { vaultBuckets } from "../facts/buckets";
import { ARCHIVE_TABLE_PARAMETERS } from "../facts/questions";
import { archiveLocation, archiveTableOf, parameter } from "../facts/tables";
import { any, blocks, text } from "../reading";
import { holds, judging, unmet } from "../rule";
import { CannotTell } from "../values";

const PARTITIONS = "dt string, hour string";

export const archiveTablePlace = judging({
  id: "archive-table-place",
  duties: ["Art12", "Art21", "Art26(6)"],
  title: "Queries read the vault's archive, every day and hour of it",
  why: "A table that looks elsewhere, or overlooks hours, answers an authority with too few rows and without an error.",
  fix: "Let the table read the archive's prefix of the vault, by projection of all days and hours.",
  subjects: vaultBuckets,
  judge(bucket, set) {
    const table = archiveTableOf(set, bucket);
    if (!table) {
      if (!set.whole)
        throw new CannotTell("no table of the archive is in these resources; it may be in another stack");
      return unmet("no table reads the vault's archive");
    }
    if (!set.find("aws_glue_catalog_database", any(table, "database_name"), table))
      return unmet("the table's database is none of these resources");
    const location = archiveLocation(bucket);
    const wrong = [
      ...differing("location", text(table, "storage_descriptor.location"), location),
      ...differing(
        "template",
        parameter(table, "storage.location.template"),
        `${location}dt=\${dt}/hour=\${hour}`,
      ),
      ...differing("type", text(table, "table_type"), "EXTERNAL_TABLE"),
      ...differing("partition keys", partitionsOf(table), PARTITIONS),
      ...Object.entries(ARCHIVE_TABLE_PARAMETERS).flatMap(([name, value]) =>
        differing(name, parameter(table, name), value),
      ),
    ];
    return holds(
      wrong.length === 0,
      `${table.address} reads ${location}`,
      `it differs in ${wrong.join(", ")}`,
    );
  },
});

const differing = (name: string, is: string | undefined, wanted: string): readonly string[] =>
  is === wanted ? [] : [name];

const partitionsOf = (table: Parameters<typeof blocks>[0]): string =>
  blocks(table, "partition_keys")
    .map((key) => `${text(key, "name")} ${text(key, "type")}`)
    .join(", ");

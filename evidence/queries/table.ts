/**
 * The archive as Glue knows it: the raw table over Datadog's objects and the typed view over that. Pure data; its shape
 * is that of Terraform's `aws_glue_catalog_table`. Terraform reads `${...}` in a string as its own: whoever writes
 * `storage.location.template` into Terraform escapes it as `$${...}`.
 */
import { archivePrefix } from "../archive/layout";
import { ARCHIVE_TABLE, EVENT_COLUMNS, EVENTS_VIEW, EVENTS_VIEW_SQL, type ColumnType } from "./events-view";

interface GlueColumn {
  readonly name: string;
  readonly type: string;
  readonly comment?: string;
}

/** A table or view of the Glue catalogue. */
export interface GlueTable {
  readonly name: string;
  readonly description?: string;
  readonly tableType: "EXTERNAL_TABLE" | "VIRTUAL_VIEW";
  readonly owner?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly partitionKeys?: readonly GlueColumn[];
  readonly storageDescriptor: {
    readonly location?: string;
    readonly inputFormat?: string;
    readonly outputFormat?: string;
    readonly columns: readonly GlueColumn[];
    readonly serDeInfo?: {
      readonly name?: string;
      readonly serializationLibrary: string;
      readonly parameters?: Readonly<Record<string, string>>;
    };
  };
  readonly viewOriginalText?: string;
  readonly viewExpandedText?: string;
}

/** Where the archive is, and how far back it goes. */
export interface ArchiveLocation {
  readonly bucket: string;
  /** Path of the archive in the bucket, without slashes at its ends. */
  readonly path: string;
  readonly retentionDays: number;
}

/** Glue's name of the catalogue, as Athena spells it in SQL. */
export const CATALOG = "awsdatacatalog";

/** Name of an environment's database: letters, digits and underscores only, as Athena wants it. */
export function databaseName(environmentId: string): string {
  return `ai_act_evidence_${environmentId.replaceAll(/[^a-z0-9]/g, "_")}`;
}

/**
 * The raw table, one row an archived line. `attributes` is text on purpose: declared as a structure, one line with a
 * string where an object was declared fails every query that touches it; as text the line stays, and can be counted.
 * Days and hours are computed from the query (partition projection), so no crawler has to find them; a query without
 * bounds on `dt` would list every hour of the whole retention.
 */
export function archiveTable({ bucket, path, retentionDays }: ArchiveLocation): GlueTable {
  const location = `s3://${bucket}/${archivePrefix(path)}`;
  return {
    name: ARCHIVE_TABLE,
    description: "Archived Art 12 logs as Datadog wrote them, one row a line. Always give bounds on dt.",
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      classification: "json",
      // Athena passes over what lies in GLACIER or DEEP_ARCHIVE, unless told to read the copies that were restored.
      read_restored_glacier_objects: "true",
      "projection.enabled": "true",
      "projection.dt.type": "date",
      "projection.dt.format": "yyyyMMdd",
      "projection.dt.interval": "1",
      "projection.dt.interval.unit": "DAYS",
      // In days: the form NOW-10YEARS is not understood everywhere.
      "projection.dt.range": `NOW-${retentionDays}DAYS,NOW`,
      "projection.hour.type": "integer",
      "projection.hour.range": "0,23",
      "projection.hour.digits": "2",
      "storage.location.template": `${location}dt=\${dt}/hour=\${hour}`,
    },
    partitionKeys: [
      { name: "dt", type: "string", comment: "Day of the log, yyyyMMdd, UTC" },
      { name: "hour", type: "string", comment: "Hour of the log, 00 to 23, UTC" },
    ],
    storageDescriptor: {
      location,
      inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      columns: ARCHIVE_COLUMNS,
      serDeInfo: {
        serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
        // A line that is not JSON becomes a row of NULLs instead of failing the query.
        parameters: { "ignore.malformed.json": "true" },
      },
    },
  };
}

/** Columns of an archived line. */
export const ARCHIVE_COLUMNS: readonly GlueColumn[] = [
  ...["_id", "date", "host", "service", "source", "status", "message"].map((name) => ({
    name,
    type: "string",
  })),
  { name: "tags", type: "array<string>" },
  { name: "attributes", type: "string" },
];

/** The typed view over the raw table, in the form in which Athena keeps views in Glue. */
export function eventsView(database: string): GlueTable {
  const definition = {
    originalSql: EVENTS_VIEW_SQL,
    catalog: CATALOG,
    schema: database,
    columns: EVENT_COLUMNS.map(({ name, type }) => ({ name, type })),
  };
  return {
    // No description: Glue would take it for the comment, by which Trino knows a view of its own.
    name: EVENTS_VIEW,
    tableType: "VIRTUAL_VIEW",
    // Trino runs a view as its owner and refuses one that has none.
    owner: "ai-act-evidence",
    parameters: { presto_view: "true", comment: "Presto View" },
    storageDescriptor: {
      columns: EVENT_COLUMNS.map(({ name, type, description }) => ({
        name,
        type: HIVE_TYPES[type],
        comment: description,
      })),
      // A view is read by none, yet Trino wants one named.
      serDeInfo: { name: "-", serializationLibrary: "-" },
    },
    viewOriginalText: `/* Presto View: ${Buffer.from(JSON.stringify(definition)).toString("base64")} */`,
    viewExpandedText: "/* Presto View */",
  };
}

const HIVE_TYPES: Readonly<Record<ColumnType, string>> = {
  varchar: "string",
  bigint: "bigint",
  double: "double",
  boolean: "boolean",
};

import { AthenaNamedQuery } from "@cdktf/provider-aws/lib/athena-named-query";
import { AthenaWorkgroup } from "@cdktf/provider-aws/lib/athena-workgroup";
import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { GlueCatalogTable } from "@cdktf/provider-aws/lib/glue-catalog-table";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { CATALOGUE } from "../../evidence/queries/catalogue";
import { archiveTable, databaseName, eventsView, type GlueTable } from "../../evidence/queries/table";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import type { WorkingBucket } from "./working-bucket";

export interface QueryEngineProps {
  readonly environment: Environment;
  readonly working: WorkingBucket;
  readonly kmsKeyArn: string;
}

const DUTIES: readonly Duty[] = ["Art12", "Art21", "Art26(6)"];
/** Bytes one query may scan: a month of a busy system fits, ten years by mistake do not. */
const SCAN_LIMIT_BYTES = 100 * 1024 ** 3;

/** The archive as a table, and the catalogue of questions registered in Athena: the same texts `evidence query` runs. */
export class QueryEngine extends Construct {
  constructor(scope: Construct, id: string, { environment, working, kmsKeyArn }: QueryEngineProps) {
    super(scope, id);
    const { vaultBucket, archivePath, queryWorkgroup, queryResultsBucket } = names(environment);
    const database = evidenceResource(
      new GlueCatalogDatabase(this, "Database", {
        name: databaseName(environment.id),
        tags: dutyTags(DUTIES),
      }),
      { logicalId: "evidence", duties: DUTIES },
    );
    const archive = archiveTable({
      bucket: vaultBucket,
      path: archivePath,
      retentionDays: environment.retention.log.days,
    });
    this.createTable(database, archive);
    this.createTable(database, eventsView(databaseName(environment.id)));
    const workgroup = evidenceResource(
      new AthenaWorkgroup(this, "Workgroup", {
        name: queryWorkgroup,
        description: "Queries over the Art 12 log archive",
        forceDestroy: false,
        configuration: {
          enforceWorkgroupConfiguration: true,
          publishCloudwatchMetricsEnabled: true,
          bytesScannedCutoffPerQuery: SCAN_LIMIT_BYTES,
          engineVersion: { selectedEngineVersion: "Athena engine version 3" },
          resultConfiguration: {
            outputLocation: `s3://${queryResultsBucket}/results/`,
            encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn },
          },
        },
        tags: dutyTags(DUTIES),
        dependsOn: [working.policy],
      }),
      { logicalId: "evidence", duties: DUTIES },
    );
    for (const { name, title, answers, duties, sql } of CATALOGUE) {
      const query = new AthenaNamedQuery(this, name, {
        name,
        description: `${title}. ${answers}`.slice(0, 1024),
        workgroup: workgroup.name,
        database: database.name,
        query: sql,
      });
      evidenceResource(query, { logicalId: name.replaceAll("-", "_"), duties });
    }
  }

  private createTable(database: GlueCatalogDatabase, table: GlueTable): void {
    const { parameters, partitionKeys, storageDescriptor, ...rest } = table;
    const { serDeInfo, columns, ...storage } = storageDescriptor;
    const resource = new GlueCatalogTable(this, table.name, {
      ...rest,
      databaseName: database.name,
      parameters: literally(parameters),
      ...(partitionKeys && { partitionKeys: [...partitionKeys] }),
      storageDescriptor: {
        ...storage,
        columns: [...columns],
        ...(serDeInfo && { serDeInfo: { ...serDeInfo } }),
      },
    });
    evidenceResource(resource, { logicalId: table.name, duties: DUTIES });
  }
}

/** `${dt}` is Athena's, not Terraform's: doubled, Terraform passes it on. */
function literally(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) => [key, value.replaceAll("${", () => "$${")]),
  );
}

import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";

import { POSTGRES_PORT, type Database, type Network, type PartProps } from "../parts";
import { DATABASE_LOGS } from "./log-groups";

/** Runs, metrics, versions and who moved them: design control (Art 17(1)) and the documentation made from it. */
const DUTIES: readonly Duty[] = ["Art12", "Art17(1)", "Art18(1)", "Art78"];
const ID = { logicalId: "mlflow", duties: DUTIES };
/** The longest that RDS offers: a tampering that shows within a month can be compared with the day before it. */
const BACKUP_DAYS = 35;
const OWNER = "evidence_owner";

/**
 * Parameters of PostgreSQL. Connections and changes of structure are on record; what is read and written is not: that
 * record would hold parameters and metrics of every run once more.
 *
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
 */
const PARAMETERS = [
  { name: "log_connections", value: "1" },
  { name: "log_disconnections", value: "1" },
  { name: "log_statement", value: "ddl" },
  { name: "rds.force_ssl", value: "1" },
];

export interface MlflowDatabaseProps extends PartProps {
  readonly network: Pick<Network, "privateSubnetIds" | "securityGroupIds">;
  readonly kmsKeyArn: string;
  /** Log groups it writes to: they must be there first, or RDS makes its own. */
  readonly logGroups: readonly ITerraformDependable[];
}

/**
 * PostgreSQL for MLflow and the gate, each with a database of its own in it. RDS makes and rotates the owner's password,
 * which only the migration reads; the others are made beside it.
 */
export class MlflowDatabase extends Construct {
  readonly database: Database;

  constructor(scope: Construct, id: string, props: MlflowDatabaseProps) {
    super(scope, id);
    const { service, environment, kmsKeyArn, network, logGroups } = props;
    const identifier = names(environment).mlflow("database");
    const instance = new DbInstance(this, "Resource", {
      identifier,
      engine: "postgres",
      engineVersion: service.database.engineVersion,
      instanceClass: service.database.instanceClass,
      allocatedStorage: service.database.storageGiB,
      maxAllocatedStorage: service.database.mostStorageGiB,
      storageType: "gp3",
      storageEncrypted: true,
      kmsKeyId: kmsKeyArn,
      username: OWNER,
      manageMasterUserPassword: true,
      masterUserSecretKmsKeyId: kmsKeyArn,
      port: POSTGRES_PORT,
      dbSubnetGroupName: this.createSubnetGroup(props).name,
      vpcSecurityGroupIds: [network.securityGroupIds.database],
      publiclyAccessible: false,
      multiAz: service.highlyAvailable,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      parameterGroupName: this.createParameterGroup(props).name,
      // Patches of security come by themselves, in the hour below; a new major version is a change of the config.
      autoMinorVersionUpgrade: true,
      maintenanceWindow: "sun:02:30-sun:03:30",
      backupRetentionPeriod: BACKUP_DAYS,
      backupWindow: "01:00-02:00",
      copyTagsToSnapshot: true,
      deleteAutomatedBackups: false,
      deletionProtection: true,
      skipFinalSnapshot: false,
      finalSnapshotIdentifier: `${identifier}-final`,
      enabledCloudwatchLogsExports: [...DATABASE_LOGS],
      tags: dutyTags(DUTIES),
      dependsOn: [...logGroups],
    });
    evidenceResource(instance, { ...ID, preventDestroy: true });
    this.database = {
      address: instance.address,
      identifier,
      arn: `arn:aws:rds:${environment.aws.region}:${environment.aws.accountId}:db:${identifier}`,
      ownerSecretArn: instance.masterUserSecret.get(0).secretArn,
    };
  }

  private createSubnetGroup({ environment, network }: MlflowDatabaseProps): DbSubnetGroup {
    const group = new DbSubnetGroup(this, "SubnetGroup", {
      name: names(environment).mlflow("database"),
      subnetIds: [...network.privateSubnetIds],
      tags: dutyTags(DUTIES),
    });
    return evidenceResource(group, ID);
  }

  /** Named after the major version: a new one needs a group of its own while the old one is still in use. */
  private createParameterGroup({ environment, service }: MlflowDatabaseProps): DbParameterGroup {
    const family = `postgres${service.database.engineVersion.split(".")[0]}`;
    const group = new DbParameterGroup(this, "ParameterGroup", {
      name: names(environment).mlflow(family),
      family,
      parameter: PARAMETERS,
      lifecycle: { createBeforeDestroy: true },
      tags: dutyTags(DUTIES),
    });
    return evidenceResource(group, ID);
  }
}

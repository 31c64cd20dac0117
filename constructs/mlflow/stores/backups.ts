import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVault } from "@cdktf/provider-aws/lib/backup-vault";
import { BackupVaultLockConfiguration } from "@cdktf/provider-aws/lib/backup-vault-lock-configuration";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { names, type Environment } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";
import { policyDocument } from "../../policy-document";
import type { Database } from "../parts";
import { backupRights } from "./backup-rights";

/** A registry that somebody changed is compared with the one before (Art 17(1)), and made anew from it (Art 18(1)). */
const DUTIES: readonly Duty[] = ["Art17(1)", "Art18(1)"];
const ID = { logicalId: "mlflow", duties: DUTIES };
const KEPT = { ...ID, preventDestroy: true };
const DAILY_DAYS = 35;
/** A year and the month in which it is looked at: a yearly audit finds the last one. */
const MONTHLY_DAYS = 400;
/** Days in which a lock of mode COMPLIANCE can still be taken back, after which nobody can. AWS asks for 3 at least. */
const CHANGEABLE_DAYS = 7;

export interface BackupsProps {
  readonly environment: Environment;
  readonly kmsKeyArn: string;
  readonly database: Pick<Database, "arn">;
}

/**
 * Backups that who runs the database cannot remove: a vault whose lock refuses to delete one before its days are over.
 * RDS keeps 35 days of its own, to the second; those go with the account's right on the database, these do not.
 *
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
 */
export class Backups extends Construct {
  private readonly vaultName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackupsProps,
  ) {
    super(scope, id);
    this.vaultName = this.createVault().name;
    this.createSelection(this.createPlan(), this.createRole());
  }

  private createVault(): BackupVault {
    const { environment, kmsKeyArn } = this.props;
    const vault = evidenceResource(
      new BackupVault(this, "Resource", {
        name: names(environment).mlflow("backups"),
        kmsKeyArn,
        tags: dutyTags(DUTIES),
      }),
      KEPT,
    );
    const lock = new BackupVaultLockConfiguration(this, "Lock", {
      backupVaultName: vault.name,
      minRetentionDays: DAILY_DAYS,
      maxRetentionDays: MONTHLY_DAYS,
      ...(environment.lock.mode === "COMPLIANCE" && { changeableForDays: CHANGEABLE_DAYS }),
    });
    evidenceResource(lock, KEPT);
    return vault;
  }

  /** Outside of the hours in which RDS makes its own and is maintained. */
  private createPlan(): BackupPlan {
    const rule = (ruleName: string, schedule: string, deleteAfter: number) => ({
      ruleName,
      targetVaultName: this.vaultName,
      schedule,
      lifecycle: { deleteAfter },
    });
    const plan = new BackupPlan(this, "Plan", {
      name: names(this.props.environment).mlflow("backups"),
      rule: [
        rule("daily", "cron(0 4 * * ? *)", DAILY_DAYS),
        rule("monthly", "cron(0 5 1 * ? *)", MONTHLY_DAYS),
      ],
      tags: dutyTags(DUTIES),
    });
    return evidenceResource(plan, ID);
  }

  private createRole(): IamRole {
    const { environment, database } = this.props;
    const id = { logicalId: "mlflow_backup", duties: DUTIES };
    const role = evidenceResource(
      new IamRole(this, "Role", {
        name: names(environment).mlflow("backup"),
        assumeRolePolicy: policyDocument([
          {
            Effect: "Allow",
            Principal: { Service: "backup.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ]),
        tags: dutyTags(DUTIES),
      }),
      id,
    );
    const policy = new IamRolePolicy(this, "Rights", {
      name: "backup",
      role: role.name,
      policy: policyDocument(backupRights(environment, database.arn)),
    });
    evidenceResource(policy, id);
    return role;
  }

  private createSelection(plan: BackupPlan, role: IamRole): void {
    const { environment, database } = this.props;
    const selection = new BackupSelection(this, "Selection", {
      name: "database-and-artifacts",
      planId: plan.id,
      iamRoleArn: role.arn,
      resources: [database.arn, names(environment).artifactsBucketArn],
    });
    evidenceResource(selection, ID);
  }
}

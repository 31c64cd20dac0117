import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { S3BucketInventory } from "@cdktf/provider-aws/lib/s3-bucket-inventory";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import type { LockedBucket } from "./locked-bucket";
import type { WorkingBucket } from "./working-bucket";

export interface VaultReportsProps {
  readonly environment: Environment;
  readonly vault: LockedBucket;
  readonly working: WorkingBucket;
  readonly topic: SnsTopic;
}

const DUTIES: readonly Duty[] = ["Art12", "Art19(1)"];
/** Share of the budget, in percent, from which people are told. */
const BUDGET_ALERT_PERCENT = 80;

/** What the vault tells by itself: an event for each new object, a daily inventory with lock and replication, its cost. */
export class VaultReports extends Construct {
  constructor(scope: Construct, id: string, { environment, vault, working, topic }: VaultReportsProps) {
    super(scope, id);
    const notification = new S3BucketNotification(this, "Notification", {
      bucket: vault.bucket.id,
      eventbridge: true,
    });
    evidenceResource(notification, { logicalId: "evidence_vault", duties: DUTIES });
    const inventory = new S3BucketInventory(this, "Inventory", {
      bucket: vault.bucket.id,
      name: "daily",
      includedObjectVersions: "All",
      schedule: { frequency: "Daily" },
      optionalFields: [
        "ObjectLockMode",
        "ObjectLockRetainUntilDate",
        "ObjectLockLegalHoldStatus",
        "ReplicationStatus",
        "EncryptionStatus",
        "Size",
        "StorageClass",
      ],
      destination: { bucket: { bucketArn: working.bucket.arn, format: "Parquet", prefix: "inventory" } },
      dependsOn: [working.policy],
    });
    evidenceResource(inventory, { logicalId: "evidence_vault", duties: DUTIES });
    const budget = new BudgetsBudget(this, "Budget", {
      name: names(environment).queryWorkgroup,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(environment.alarms.monthlyBudgetUsd),
      limitUnit: "USD",
      notification: [
        {
          comparisonOperator: "GREATER_THAN",
          notificationType: "FORECASTED",
          threshold: BUDGET_ALERT_PERCENT,
          thresholdType: "PERCENTAGE",
          subscriberSnsTopicArns: [topic.arn],
        },
      ],
      tags: dutyTags(DUTIES),
    });
    evidenceResource(budget, { logicalId: "evidence_vault", duties: DUTIES });
  }
}

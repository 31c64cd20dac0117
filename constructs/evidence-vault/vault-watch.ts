import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { names, type Environment } from "../../configs";
import { dutyTags, evidenceResource, type Duty } from "../evidence-resource";
import { policyDocument } from "../policy-document";
import { watchedEvents, type WatchedEvent } from "./watched-events";

export interface VaultWatchProps {
  readonly environment: Environment;
  /** Where it watches: S3 and KMS events appear in the region they happen in, so each region has a watch of its own. */
  readonly region: string;
  /** Account it watches: events of an account stay in it. */
  readonly accountId: string;
  /** The role whose use is told of: the one of that account. */
  readonly breakGlassRoleArn: string;
  /** Suffix of all addresses, frozen once deployed: empty in the vault's region. */
  readonly suffix: "" | "_replica";
  /**
   * Provider of that region.
   * @default the stack's
   */
  readonly provider?: AwsProvider;
}

const DUTIES: readonly Duty[] = ["Art12", "Art19(1)"];

/** Tells people at once when somebody touches what keeps the evidence. */
export class VaultWatch extends Construct {
  readonly topic: SnsTopic;
  private readonly where: { readonly provider?: AwsProvider };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: VaultWatchProps,
  ) {
    super(scope, id);
    this.where = props.provider ? { provider: props.provider } : {};
    this.topic = this.createTopic();
    this.createSubscriptions();
    const { vaultBucket, replicaBucket, trailBucket } = names(props.environment);
    for (const event of watchedEvents({
      buckets: [vaultBucket, replicaBucket, trailBucket],
      breakGlassRoleArn: props.breakGlassRoleArn,
    }))
      this.createRule(event);
  }

  private id(key: string) {
    return { logicalId: `${key}${this.props.suffix}`, duties: DUTIES };
  }

  private createTopic(): SnsTopic {
    const { environment, region, accountId } = this.props;
    const { watchTopic } = names(environment);
    const topic = new SnsTopic(this, "Topic", { ...this.where, name: watchTopic, tags: dutyTags(DUTIES) });
    evidenceResource(topic, this.id("evidence_watch"));
    const publish = (service: string) => ({
      Effect: "Allow" as const,
      Principal: { Service: service },
      Action: "sns:Publish",
      Resource: `arn:aws:sns:${region}:${accountId}:${watchTopic}`,
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    });
    const policy = new SnsTopicPolicy(this, "TopicPolicy", {
      ...this.where,
      arn: topic.arn,
      policy: policyDocument([
        publish("events.amazonaws.com"),
        publish("cloudwatch.amazonaws.com"),
        publish("budgets.amazonaws.com"),
      ]),
    });
    evidenceResource(policy, this.id("evidence_watch"));
    return topic;
  }

  private createSubscriptions(): void {
    for (const address of this.props.environment.alarms.notify) {
      // The address is the id: taking one out of the list must not move the others.
      const key = `mail_${address.toLowerCase().replace(/[^a-z0-9]+/g, "_")}`;
      const subscription = new SnsTopicSubscription(this, key, {
        ...this.where,
        topicArn: this.topic.arn,
        protocol: "email",
        endpoint: address,
      });
      evidenceResource(subscription, this.id(key));
    }
  }

  private createRule({ key, description, source, detail }: WatchedEvent): void {
    const rule = new CloudwatchEventRule(this, key, {
      ...this.where,
      name: `${names(this.props.environment).watchTopic}-${key.replaceAll("_", "-")}`,
      description,
      eventPattern: JSON.stringify({ source, "detail-type": ["AWS API Call via CloudTrail"], detail }),
      tags: dutyTags(DUTIES),
    });
    evidenceResource(rule, this.id(key));
    const target = new CloudwatchEventTarget(this, `${key}-target`, {
      ...this.where,
      rule: rule.name,
      targetId: "watch",
      arn: this.topic.arn,
    });
    evidenceResource(target, this.id(key));
  }
}

/** Alarms when copies of evidence lag behind or fail. The metrics are those of the replication rule. */
export class ReplicationAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { environment, topic }: { readonly environment: Environment; readonly topic: SnsTopic },
  ) {
    super(scope, id);
    const { vaultBucket, replicaBucket, watchTopic } = names(environment);
    const dimensions = { SourceBucket: vaultBucket, DestinationBucket: replicaBucket, RuleId: "everything" };
    const alarms = [
      {
        key: "replication_lag",
        metric: "ReplicationLatency",
        statistic: "Maximum",
        threshold: 3600,
        says: "Copies of evidence are more than an hour behind",
      },
      {
        key: "replication_failures",
        metric: "OperationsFailedReplication",
        statistic: "Sum",
        threshold: 0,
        says: "Evidence could not be copied to the replica",
      },
    ];
    for (const { key, metric, statistic, threshold, says } of alarms) {
      const alarm = new CloudwatchMetricAlarm(this, key, {
        alarmName: `${watchTopic}-${key.replaceAll("_", "-")}`,
        alarmDescription: says,
        namespace: "AWS/S3",
        metricName: metric,
        dimensions,
        statistic,
        period: 300,
        evaluationPeriods: 3,
        comparisonOperator: "GreaterThanThreshold",
        threshold,
        // S3 sends these metrics only while there is something to copy: silence is no lag.
        treatMissingData: "notBreaching",
        alarmActions: [topic.arn],
        tags: dutyTags(DUTIES),
      });
      evidenceResource(alarm, { logicalId: key, duties: DUTIES });
    }
  }
}

import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { names } from "../../../configs";
import { dutyTags, evidenceResource, type Duty } from "../../evidence-resource";

import type { LogGroupName, PartProps } from "../parts";

/** What programs say shows how the system was developed and run; it names people. */
const DUTIES: readonly Duty[] = ["Art17(1)", "Art78"];
/** The firewall's own group is made beside it: AWS WAF wants a name that begins in its own way. */
const PARTS = ["mlflow", "gate", "migrate", "jobs", "flow"] as const satisfies readonly LogGroupName[];
/** Logs that RDS exports, by its names for them. */
export const DATABASE_LOGS = ["postgresql", "upgrade"] as const;

export interface ServiceLogGroupProps extends PartProps {
  /** Address of the group, frozen once deployed. */
  readonly logicalId: string;
  readonly name: string;
  readonly kmsKeyArn: string;
}

/** A log group of the service: encrypted by its key, kept as long as the config says. */
export function serviceLogGroup(
  scope: Construct,
  id: string,
  props: ServiceLogGroupProps,
): CloudwatchLogGroup {
  const { logicalId, name, kmsKeyArn, service } = props;
  return evidenceResource(
    new CloudwatchLogGroup(scope, id, {
      name,
      kmsKeyId: kmsKeyArn,
      retentionInDays: service.logDays,
      tags: dutyTags(DUTIES),
    }),
    { logicalId, duties: DUTIES },
  );
}

export interface LogGroupsProps extends PartProps {
  readonly kmsKeyArn: string;
}

/** Log groups of the service's programs, and of the database: RDS would make its own, unencrypted and for ever. */
export class LogGroups extends Construct {
  readonly arns: Readonly<Record<(typeof PARTS)[number], string>>;
  readonly ofDatabase: readonly CloudwatchLogGroup[];

  constructor(scope: Construct, id: string, props: LogGroupsProps) {
    super(scope, id);
    const { mlflow, mlflowLogGroup } = names(props.environment);
    const ofProgram = (part: (typeof PARTS)[number]) =>
      serviceLogGroup(this, part, { ...props, logicalId: `mlflow_${part}`, name: mlflowLogGroup(part) });
    this.arns = Object.fromEntries(PARTS.map((part) => [part, ofProgram(part).arn])) as LogGroups["arns"];
    this.ofDatabase = DATABASE_LOGS.map((log) =>
      serviceLogGroup(this, `database-${log}`, {
        ...props,
        logicalId: `mlflow_database_${log}`,
        name: `/aws/rds/instance/${mlflow("database")}/${log}`,
      }),
    );
  }
}

import type { CallsOfType } from "./calls-by-type";

const TAG_RESOURCE = ["TagResource", "UntagResource"];
const TAGS = { tags: TAG_RESOURCE, tags_all: TAG_RESOURCE };
const EC2_TAGS = { tags: ["CreateTags", "DeleteTags"], tags_all: ["CreateTags", "DeleteTags"] };
const LB_TAGS = { tags: ["AddTags", "RemoveTags"], tags_all: ["AddTags", "RemoveTags"] };
const RDS_TAGS = {
  tags: ["AddTagsToResource", "RemoveTagsFromResource"],
  tags_all: ["AddTagsToResource", "RemoveTagsFromResource"],
};

/** Most resources: calls that make, change and take them away. */
const of = (
  service: string,
  makes: readonly string[],
  changes: readonly string[],
  removes: readonly string[],
  named: CallsOfType["changes"] = {},
): CallsOfType => ({ service, makes, changes: { "*": changes, ...named }, removes });

const INGRESS = ["AuthorizeSecurityGroupIngress", "RevokeSecurityGroupIngress", "ModifySecurityGroupRules"];
const EGRESS = ["AuthorizeSecurityGroupEgress", "RevokeSecurityGroupEgress", "ModifySecurityGroupRules"];
const RULES = {
  ingress: [...INGRESS, "UpdateSecurityGroupRuleDescriptionsIngress"],
  egress: [...EGRESS, "UpdateSecurityGroupRuleDescriptionsEgress"],
};
const ROUTES = ["CreateRoute", "ReplaceRoute", "DeleteRoute"];
const SECRET_VALUE = [
  "PutSecretValue",
  "UpdateSecret",
  "UpdateSecretVersionStage",
  "RotateSecret",
  "RestoreSecret",
];
const WEB_ACL_ASSOCIATION = ["AssociateWebACL", "DisassociateWebACL"];
const WEB_ACL_LOG = ["PutLoggingConfiguration", "DeleteLoggingConfiguration"];

/**
 * Calls on what MLflow and the gate stand on, by Terraform type.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Operations.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
 */
export const CALLS_OF_MLFLOW: Readonly<Record<string, CallsOfType>> = {
  // Network.
  aws_vpc: of("ec2", ["CreateVpc"], ["ModifyVpcAttribute", "AssociateVpcCidrBlock", "DisassociateVpcCidrBlock"], ["DeleteVpc"], EC2_TAGS),
  aws_subnet: of("ec2", ["CreateSubnet"], ["ModifySubnetAttribute"], ["DeleteSubnet"], EC2_TAGS),
  aws_internet_gateway: of("ec2", ["CreateInternetGateway"], ["AttachInternetGateway", "DetachInternetGateway"], ["DeleteInternetGateway"], EC2_TAGS),
  aws_eip: of("ec2", ["AllocateAddress"], ["AssociateAddress", "DisassociateAddress"], ["ReleaseAddress"], EC2_TAGS),
  aws_nat_gateway: of("ec2", ["CreateNatGateway"], [], ["DeleteNatGateway"], EC2_TAGS),
  aws_route_table: of("ec2", ["CreateRouteTable"], ROUTES, ["DeleteRouteTable"], EC2_TAGS),
  aws_route: of("ec2", ["CreateRoute"], ROUTES, ["DeleteRoute"]),
  aws_route_table_association: of("ec2", ["AssociateRouteTable"], ["ReplaceRouteTableAssociation", "DisassociateRouteTable"], ["DisassociateRouteTable"]),
  aws_vpc_endpoint: of("ec2", ["CreateVpcEndpoint"], ["ModifyVpcEndpoint"], ["DeleteVpcEndpoints"], EC2_TAGS),
  aws_flow_log: of("ec2", ["CreateFlowLogs"], [], ["DeleteFlowLogs"], EC2_TAGS),
  aws_security_group: of("ec2", ["CreateSecurityGroup"], [], ["DeleteSecurityGroup"], { ...RULES, ...EC2_TAGS }),
  aws_default_security_group: of("ec2", [], [], [], { ...RULES, ...EC2_TAGS }),
  aws_vpc_security_group_ingress_rule: of("ec2", ["AuthorizeSecurityGroupIngress"], RULES.ingress, ["RevokeSecurityGroupIngress"], EC2_TAGS),
  aws_vpc_security_group_egress_rule: of("ec2", ["AuthorizeSecurityGroupEgress"], RULES.egress, ["RevokeSecurityGroupEgress"], EC2_TAGS),
  // Entrance.
  aws_lb: of("elasticloadbalancing", ["CreateLoadBalancer"], ["ModifyLoadBalancerAttributes"], ["DeleteLoadBalancer"], {
    security_groups: ["SetSecurityGroups"],
    subnets: ["SetSubnets"],
    ip_address_type: ["SetIpAddressType"],
    ...LB_TAGS,
  }),
  aws_lb_listener: of("elasticloadbalancing", ["CreateListener"], ["ModifyListener", "ModifyListenerAttributes", "AddListenerCertificates", "RemoveListenerCertificates", "CreateRule", "ModifyRule", "SetRulePriorities", "DeleteRule"], ["DeleteListener"], LB_TAGS),
  aws_lb_target_group: of("elasticloadbalancing", ["CreateTargetGroup"], ["ModifyTargetGroup", "ModifyTargetGroupAttributes", "RegisterTargets", "DeregisterTargets"], ["DeleteTargetGroup"], LB_TAGS),
  aws_wafv2_web_acl: of("wafv2", ["CreateWebACL"], ["UpdateWebACL"], ["DeleteWebACL"], TAGS),
  aws_wafv2_web_acl_association: of("wafv2", ["AssociateWebACL"], WEB_ACL_ASSOCIATION, ["DisassociateWebACL"]),
  aws_wafv2_web_acl_logging_configuration: of("wafv2", ["PutLoggingConfiguration"], WEB_ACL_LOG, ["DeleteLoggingConfiguration"]),
  // Stores.
  aws_db_instance: of("rds", ["CreateDBInstance", "RestoreDBInstanceFromDBSnapshot", "RestoreDBInstanceToPointInTime"], ["ModifyDBInstance", "RebootDBInstance", "StopDBInstance", "StartDBInstance", "PromoteReadReplica", "AddRoleToDBInstance", "RemoveRoleFromDBInstance"], ["DeleteDBInstance"], RDS_TAGS),
  aws_db_parameter_group: of("rds", ["CreateDBParameterGroup"], ["ModifyDBParameterGroup", "ResetDBParameterGroup"], ["DeleteDBParameterGroup"], RDS_TAGS),
  aws_db_subnet_group: of("rds", ["CreateDBSubnetGroup"], ["ModifyDBSubnetGroup"], ["DeleteDBSubnetGroup"], RDS_TAGS),
  aws_secretsmanager_secret: of("secretsmanager", ["CreateSecret", "RestoreSecret"], ["UpdateSecret", "RotateSecret", "CancelRotateSecret", "ReplicateSecretToRegions", "RemoveRegionsFromReplication"], ["DeleteSecret"], TAGS),
  aws_secretsmanager_secret_policy: of("secretsmanager", ["PutResourcePolicy"], ["PutResourcePolicy", "DeleteResourcePolicy"], ["DeleteResourcePolicy"]),
  aws_secretsmanager_secret_version: of("secretsmanager", ["PutSecretValue"], SECRET_VALUE, ["DeleteSecret"]),
  aws_ecr_repository: of("ecr", ["CreateRepository"], ["PutImageScanningConfiguration", "PutImageTagMutability", "SetRepositoryPolicy", "DeleteRepositoryPolicy", "BatchDeleteImage"], ["DeleteRepository"], TAGS),
  aws_ecr_lifecycle_policy: of("ecr", ["PutLifecyclePolicy"], ["PutLifecyclePolicy", "DeleteLifecyclePolicy"], ["DeleteLifecyclePolicy"]),
  aws_cloudwatch_log_group: of("logs", ["CreateLogGroup"], ["AssociateKmsKey", "DisassociateKmsKey", "DeleteLogStream", "PutDataProtectionPolicy", "DeleteDataProtectionPolicy"], ["DeleteLogGroup"], {
    retention_in_days: ["PutRetentionPolicy", "DeleteRetentionPolicy"],
    tags: [...TAG_RESOURCE, "TagLogGroup", "UntagLogGroup"],
    tags_all: [...TAG_RESOURCE, "TagLogGroup", "UntagLogGroup"],
  }),
  aws_cloudwatch_log_resource_policy: of("logs", ["PutResourcePolicy"], ["PutResourcePolicy", "DeleteResourcePolicy"], ["DeleteResourcePolicy"]),
  aws_backup_vault: of("backup", ["CreateBackupVault"], ["PutBackupVaultAccessPolicy", "DeleteBackupVaultAccessPolicy", "PutBackupVaultNotifications", "DeleteBackupVaultNotifications", "DeleteRecoveryPoint", "DisassociateRecoveryPoint", "UpdateRecoveryPointLifecycle"], ["DeleteBackupVault"], TAGS),
  aws_backup_vault_lock_configuration: of("backup", ["PutBackupVaultLockConfiguration"], ["PutBackupVaultLockConfiguration", "DeleteBackupVaultLockConfiguration"], ["DeleteBackupVaultLockConfiguration"]),
  aws_backup_plan: of("backup", ["CreateBackupPlan"], ["UpdateBackupPlan"], ["DeleteBackupPlan"], TAGS),
  aws_backup_selection: of("backup", ["CreateBackupSelection"], [], ["DeleteBackupSelection"]),
  // What runs.
  aws_ecs_cluster: of("ecs", ["CreateCluster"], ["UpdateCluster", "UpdateClusterSettings", "PutClusterCapacityProviders", "ExecuteCommand", "RunTask", "StartTask", "StopTask"], ["DeleteCluster"], TAGS),
  aws_ecs_service: of("ecs", ["CreateService"], ["UpdateService", "UpdateServicePrimaryTaskSet", "CreateTaskSet", "UpdateTaskSet", "DeleteTaskSet"], ["DeleteService"], TAGS),
  aws_ecs_task_definition: of("ecs", ["RegisterTaskDefinition"], [], ["DeregisterTaskDefinition", "DeleteTaskDefinitions"], TAGS),
  aws_appautoscaling_target: of("autoscaling", ["RegisterScalableTarget"], ["RegisterScalableTarget", "DeregisterScalableTarget"], ["DeregisterScalableTarget"], TAGS),
  aws_appautoscaling_policy: of("autoscaling", ["PutScalingPolicy"], ["PutScalingPolicy", "DeleteScalingPolicy"], ["DeleteScalingPolicy"]),
  aws_scheduler_schedule: of("scheduler", ["CreateSchedule"], ["UpdateSchedule"], ["DeleteSchedule"]),
  aws_scheduler_schedule_group: of("scheduler", ["CreateScheduleGroup"], [], ["DeleteScheduleGroup"], TAGS),
  aws_sqs_queue: of("sqs", ["CreateQueue"], ["SetQueueAttributes", "AddPermission", "RemovePermission", "PurgeQueue"], ["DeleteQueue"], {
    tags: ["TagQueue", "UntagQueue"],
    tags_all: ["TagQueue", "UntagQueue"],
  }),
}; // prettier-ignore

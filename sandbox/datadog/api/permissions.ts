/**
 * The permissions a role can have, those of them that have to do with logs, monitors and who sees them. `restricted` ones
 * everybody has by default.
 *
 * @see https://docs.datadoghq.com/account_management/rbac/permissions/
 */
import { createHash } from "node:crypto";

interface Permission {
  readonly id: string;
  readonly name: string;
  readonly restricted: boolean;
}

const NAMES: readonly string[] = [
  ...[
    "logs_read_data",
    "logs_read_index_data",
    "logs_live_tail",
    "logs_read_archives",
    "logs_write_archives",
  ],
  ...["logs_modify_indexes", "logs_write_exclusion_filters", "logs_write_pipelines", "logs_write_processors"],
  ...["logs_generate_metrics", "logs_write_historical_view", "logs_write_facets", "logs_delete_data"],
  ...["logs_write_forwarding_rules", "data_scanner_read", "data_scanner_write", "audit_logs_read"],
  ...["audit_logs_write", "monitors_write", "monitors_downtime", "monitor_config_policy_write"],
  ...["dashboards_write", "dashboards_public_share", "slos_write", "slos_corrections", "user_access_invite"],
  ...["user_access_manage", "user_access_read", "org_management", "api_keys_read", "api_keys_write"],
  ...["api_keys_delete", "org_app_keys_read", "org_app_keys_write", "user_app_keys", "integrations_api"],
  ...["integrations_read", "manage_integrations", "aws_configuration_read", "aws_configuration_edit"],
  ...["aws_configurations_manage", "service_account_write", "incident_write", "usage_read"],
];
const RESTRICTED = ["dashboards_read", "monitors_read", "slos_read", "incident_read", "notebooks_read"];

/** The same ids in every organisation, as with the vendor. */
function permission(name: string, restricted: boolean): Permission {
  const digest = createHash("sha256").update(`datadog permission ${name}`).digest("hex");
  const id = [...[digest.slice(0, 8), digest.slice(8, 12), `4${digest.slice(13, 16)}`]];
  return { id: [...id, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join("-"), name, restricted };
}

export const PERMISSIONS: readonly Permission[] = [
  ...NAMES.map((name) => permission(name, false)),
  ...RESTRICTED.map((name) => permission(name, true)),
];

/** As `GET /api/v2/permissions` answers. */
export const permissionsBody = () => ({
  data: PERMISSIONS.map(({ id, name, restricted }) => ({
    id,
    type: "permissions",
    attributes: {
      ...{ name, restricted, created: "2018-10-19T15:35:23.734317Z", description: name },
      ...{
        display_name: name,
        display_type: name.includes("read") ? "read" : "write",
        group_name: "General",
      },
    },
  })),
});

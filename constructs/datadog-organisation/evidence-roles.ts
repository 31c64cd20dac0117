import { DataDatadogPermissions } from "@cdktf/provider-datadog/lib/data-datadog-permissions";
import { Role } from "@cdktf/provider-datadog/lib/role";
import { Construct } from "constructs";
import { evidenceResource, pinAddress, type Duty } from "../evidence-resource";

const DUTIES: readonly Duty[] = ["Art78", "Art26(6)"];

/** One role, with the rights of its work and no others. */
interface EvidenceRole {
  readonly key: string;
  readonly name: string;
  /** As Datadog names them. @see https://docs.datadoghq.com/account_management/rbac/permissions/ */
  readonly permissions: readonly string[];
}

/** Nobody is in them: people are assigned by whoever manages access. */
const ROLES: readonly EvidenceRole[] = [
  {
    key: "archive_readers",
    name: "AI Act evidence: sees archives",
    permissions: ["logs_read_archives"],
  },
  {
    key: "archive_writers",
    name: "AI Act evidence: configures archives",
    permissions: ["logs_read_archives", "logs_write_archives"],
  },
  {
    // What of the logs they see is decided by a restriction query, for which this provider has no resource.
    key: "log_readers",
    name: "AI Act evidence: reads Art 12 log entries",
    permissions: ["logs_read_data", "logs_read_index_data"],
  },
];

/**
 * Datadog roles for work with the evidence, each without the permissions that Datadog gives to everybody. The role that
 * reads entries must get the restriction query `compliance.art12:true` before anybody is in it: see
 * docs/datadog-organisation.md.
 */
export class EvidenceRoles extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const all = new DataDatadogPermissions(this, "Permissions", {});
    pinAddress(all, "data.datadog_permissions", "current");
    for (const { key, name, permissions } of ROLES) {
      const role = new Role(this, key, {
        name,
        defaultPermissionsOptOut: true,
        permission: permissions.map((permission) => ({ id: all.permissions.lookup(permission) })),
      });
      evidenceResource(role, { logicalId: `art12_${key}`, duties: DUTIES });
    }
  }
}

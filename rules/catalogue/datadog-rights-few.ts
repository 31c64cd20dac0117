import { blocks, flag } from "../reading";
import type { Resource } from "../resource";
import type { ResourceSet } from "../resource-set";
import { judging, met, unmet } from "../rule";
import { Unresolved } from "../values";

export const datadogRightsFew = judging({
  id: "datadog-rights-few",
  duties: ["Art78", "Art26(6)"],
  title: "Roles in Datadog have rights by name, no more than before, and none by default",
  why: "Log entries and their archive are open to whoever has a right more than the work needs, and Datadog gives some to everybody.",
  fix: "Set default_permissions_opt_out, and name each permission by data.datadog_permissions.",
  measure: { name: "permissions of the role", unit: "permissions", better: "lower" },
  subjects: (set) => set.ofType("datadog_role"),
  judge(role, set) {
    const permissions = blocks(role, "permission");
    const count = permissions.length;
    if (!flag(role, "default_permissions_opt_out", false))
      return unmet("it has the permissions that everybody has, too", count);
    // Once planned, ids stand there: by what name they were asked for, the declaration says.
    const declared = set.stack(role.stack)?.from === "synthesized";
    const unnamed = permissions.filter(({ values }) => declared && !isByName(values["id"], set));
    if (unnamed.length > 0) return unmet("a permission is asked for by something else than its name", count);
    return met(`${count} permissions, by name`, count);
  },
});

function isByName(id: Resource["values"][string] | undefined, set: ResourceSet): boolean {
  return (
    id instanceof Unresolved &&
    id.references.some(({ address }) => set.at(address)?.type === "datadog_permissions")
  );
}

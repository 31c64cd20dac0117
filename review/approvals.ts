import { stackName, type Configs, type Environment } from "../configs";
import type { ProvisionId } from "../regulation";
import type { Finding } from "./finding";
import type { ApprovalNeeded } from "./review";

/**
 * Who must agree to what a change weakens or leaves unknown, as the environments' `approvals` say. Duties that nobody is
 * named for are listed with no approvers.
 *
 * @param base configs without the change: whom they name must agree, whatever the change says of it
 */
export function approvalsFor(
  findings: readonly Finding[],
  configs: Configs,
  base?: Configs,
): readonly ApprovalNeeded[] {
  const before = new Map(base?.environments.map((environment) => [environment.id, environment]));
  const needed = new Map<string, { duties: Set<ProvisionId>; approvers: readonly string[] }>();
  for (const { effect, duties, address } of findings) {
    if (effect !== "weakens" && effect !== "unknown") continue;
    for (const environment of environmentsOf(address, configs))
      for (const duty of duties) {
        const old = before.get(environment.id);
        const named = old ? approversOf(duty, old) : [];
        const approvers = named.length > 0 ? named : approversOf(duty, environment);
        const key = approvers.join(" ");
        const group = needed.get(key) ?? { duties: new Set<ProvisionId>(), approvers };
        needed.set(key, group);
        group.duties.add(duty);
      }
  }
  return [...needed.values()].map(({ duties, approvers }) => ({ duties: [...duties], approvers }));
}

/** Whom an environment names for a duty: by its last entry that does. */
export function approversOf(
  duty: ProvisionId,
  { approvals }: Pick<Environment, "approvals">,
): readonly string[] {
  const named = approvals.filter(({ duties }) => duties.includes("*") || duties.includes(duty));
  return named.at(-1)?.approvers ?? [];
}

/** Environments whose people a resource concerns: its own, all of the organisation's, or all where it names none. */
function environmentsOf(address: string, { environments }: Configs): readonly Environment[] {
  const stack = address.split("/")[0] ?? "";
  const own = environments.filter(
    ({ id, datadog }) => stack.startsWith(`${id}-`) || stack === stackName.datadogOrganisation(datadog.org),
  );
  return own.length > 0 ? own : environments;
}

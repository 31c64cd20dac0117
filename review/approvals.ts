import { stackName, type Configs, type Environment } from "../configs";
import type { ProvisionId } from "../regulation";
import type { Finding } from "./finding";
import type { ApprovalNeeded } from "./review";

/**
 * Who must agree to what a change weakens or leaves unknown, as the environments' `approvals` say. Duties that nobody is
 * named for are listed with no approvers.
 */
export function approvalsFor(findings: readonly Finding[], configs: Configs): readonly ApprovalNeeded[] {
  const needed = new Map<string, { duties: Set<ProvisionId>; approvers: readonly string[] }>();
  for (const { effect, duties, address } of findings) {
    if (effect !== "weakens" && effect !== "unknown") continue;
    for (const environment of environmentsOf(address, configs))
      for (const duty of duties) {
        const approvers = approversOf(duty, environment);
        const key = approvers.join(" ");
        const group = needed.get(key) ?? { duties: new Set<ProvisionId>(), approvers };
        needed.set(key, group);
        group.duties.add(duty);
      }
  }
  return [...needed.values()].map(({ duties, approvers }) => ({ duties: [...duties], approvers }));
}

function approversOf(duty: ProvisionId, { approvals }: Environment): readonly string[] {
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

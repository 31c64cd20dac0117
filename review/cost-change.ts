import type { Configs, Environment } from "../configs";
import { UserError } from "../errors";
import { costReport } from "../evidence/cost";
import { MONTH_DAYS } from "../evidence/cost/situation";
import type { CostChange } from "./review";

/**
 * What environments cost a month before and after, as `evidence cost` estimates it, averaged over their retention. Only
 * those whose cost changes by a cent or more; an emulated environment costs nothing.
 *
 * @param base configs without the change; no costs without them, because a change needs two sides
 */
export function costChanges(base: Configs | undefined, head: Configs): readonly CostChange[] {
  if (!base) return [];
  const ids = [...new Set([...base.environments, ...head.environments].map(({ id }) => id))].sort();
  return ids.flatMap((environment) => {
    const [beforeUsd, afterUsd] = [base, head].map((configs) => monthlyUsd(configs, environment));
    if (beforeUsd === afterUsd) return [];
    return [
      {
        environment,
        ...(beforeUsd !== undefined && { beforeUsd }),
        ...(afterUsd !== undefined && { afterUsd }),
      },
    ];
  });
}

/** US dollars to the cent; `undefined` where there is no such environment, or nothing to estimate it from. */
function monthlyUsd(configs: Configs, id: string): number | undefined {
  const environment = configs.environments.find((each) => each.id === id);
  if (!environment || environment.aws.emulated) return undefined;
  try {
    return perMonth(configs, environment);
  } catch (error) {
    // No system logs there yet, or the region has no price: that is no fault of the change under review.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function perMonth(configs: Configs, { id }: Environment): number {
  const { totalUsd, retentionDays } = costReport(configs, id);
  return Math.round((totalUsd / (retentionDays / MONTH_DAYS)) * 100) / 100;
}

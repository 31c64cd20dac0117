import { firewalls, rulesOf } from "../facts/firewalls";
import { any, number, text } from "../reading";
import { holds, judging, unmet } from "../rule";

const RATE = "statement.rate_based_statement";
/** A training run that logs each step, and an office behind one address. */
const FEWEST = 2_000;
const MOST = 100_000;

export const firewallLimitsRate = judging({
  id: "firewall-limits-rate",
  duties: ["Art15", "Art17(1)"],
  title: "One address cannot flood the gate, and a training run is no flood",
  why: "A flood makes decisions impossible, and hides what else is tried; a limit too low stops training instead.",
  fix: `Block an address beyond ${FEWEST} to ${MOST} requests in five minutes.`,
  measure: { name: "requests of one address", unit: "in five minutes", better: "lower" },
  subjects: firewalls,
  judge(acl) {
    const limits = rulesOf(acl)
      .filter(
        ({ read, isNarrowed }) =>
          !isNarrowed &&
          any(read, "action.block") !== undefined &&
          text(read, `${RATE}.aggregate_key_type`) === "IP",
      )
      .flatMap(({ read }) => {
        const limit = number(read, `${RATE}.limit`);
        const seconds = number(read, `${RATE}.evaluation_window_sec`) ?? 300;
        return limit === undefined ? [] : [(limit * 300) / seconds];
      });
    if (limits.length === 0) return unmet("nothing limits the requests of one address");
    const least = Math.min(...limits);
    return holds(
      least >= FEWEST && least <= MOST,
      `${least} requests in five minutes`,
      `${least} requests in five minutes: ${FEWEST} to ${MOST} are sensible`,
      least,
    );
  },
});

import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import type { Alert, Alerts } from "../monitoring";
import { doubtsIn, soundOf } from "../watched";

/** A recovery ends what an alert began, and alone calls for nothing. */
const RECOVERS = /recovered$/i;

/** That every alert of the period became an entry of the risk register, by the records of what was brought there. */
export function riskRegister({ system, sources, watched }: Matter, found: Alerts | undefined): ChainLink {
  const looking = new Looking("risk-register");
  if (system === undefined || found === undefined)
    return looking.cannotTell("Of which alerts is not known.").link();
  if (found.uncopied.length > 0 || found.spoilt.length > 0)
    looking.cannotTell("Not all alerts of the period are known, so that an entry may be missing.");
  const cycles = new Map<string, Alert>();
  for (const alert of found.alerts) if (!RECOVERS.test(alert.transition)) cycles.set(keyOf(alert), alert);
  if (cycles.size === 0)
    return looking.verdict === "cannot-tell" && found.uncopied.length + found.spoilt.length > 0
      ? looking.link()
      : looking.met("No alert of the period calls for an entry.").link();
  const { config } = sources.environment;
  if (config !== undefined && config.riskRegister === undefined)
    return looking.missing(`${cycles.size} alert(s), and the environment declares no risk register.`).link();
  const own = watched.entries.all.filter(({ details }) => details.system === system);
  const sound = soundOf({ all: own, broken: [] });
  for (const alert of cycles.values()) {
    const entries = sound.filter(({ details }) => keyOf(details) === keyOf(alert));
    const brought = entries.findLast(({ details }) => details.outcome !== "taken");
    const doubtful = own.find(
      ({ details, against }) => against.length > 0 && keyOf(details) === keyOf(alert),
    );
    if (brought !== undefined) {
      const { register, entry, outcome, link } = brought.details;
      looking
        .met(`${alert.title || alert.monitor}: ${register} ${entry} (${outcome}).`)
        .fact(`Entry ${entry}`, link ?? register)
        .source("record", brought.record, brought.sha256);
    } else if (doubtful !== undefined)
      looking.broken(
        `The record of the entry for '${alert.title}' cannot be relied on: ${doubtsIn(doubtful.against)}.`,
      );
    else if (entries.length > 0)
      looking.missing(
        `The alert '${alert.title}' of ${alert.at} was taken, and never brought into the register.`,
      );
    else looking.missing(`The alert '${alert.title}' of ${alert.at} has no entry.`);
  }
  if (watched.entries.broken.length > 0)
    looking.cannotTell(`An entry may be missing from the records: ${doubtsIn(watched.entries.broken)}.`);
  return looking.link();
}

const keyOf = ({ monitor, cycle }: { readonly monitor: string; readonly cycle: string }): string =>
  `${monitor} ${cycle}`;

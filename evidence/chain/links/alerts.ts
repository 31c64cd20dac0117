import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import type { Alerts } from "../monitoring";

const SHOWN = 30;

/** What the monitors told in the period, from the copies in the vault: that it is known, not that there was none. */
export function alerts({ system, period }: Matter, found: Alerts | undefined): ChainLink {
  const looking = new Looking("alerts");
  if (system === undefined || period === undefined || found === undefined)
    return looking.cannotTell("Of which system and period is not known.").link();
  looking.fact("Period", `${period.from} to ${period.to}`);
  for (const { record, sha256 } of found.records) looking.source("record", record, sha256);
  for (const { is, because } of found.spoilt)
    looking.say(is, `A copy of the alerts cannot be used: ${because}.`);
  if (found.uncopied.length > 0) {
    const says = `No copy tells the alerts of ${found.uncopied.slice(0, 3).join(", ")}`;
    if (found.records.length === 0) looking.missing(`${says}.`);
    else looking.cannotTell(`${says}.`);
  }
  for (const { at, title, transition } of found.alerts.slice(0, SHOWN))
    looking.fact(at, `${transition}: ${title}`);
  if (found.alerts.length > SHOWN) looking.fact("More alerts", found.alerts.length - SHOWN);
  if (found.uncopied.length === 0 && found.spoilt.length === 0)
    looking.met(`The period is copied whole: ${found.alerts.length} alert(s) and recoveries of ${system}.`);
  return looking.link();
}

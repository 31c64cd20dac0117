import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import { copiesNear, part, readPart, tagsOf, text } from "../monitoring";
import { doubtsIn } from "../watched";

/** Definitions are copied daily; one from further away says nothing of the day that is asked about. */
const NEAR_DAYS = 7;
const DAY_MS = 86_400_000;
const SHOWN = 30;

/** That monitors of the system were defined in the days round the entry, by the copies in the vault. */
export async function monitors(matter: Matter): Promise<ChainLink> {
  const looking = new Looking("monitors");
  const { system, span, sources, watched } = matter;
  if (system === undefined) return looking.cannotTell("Which system it is about is not known.").link();
  const at = span?.last ?? matter.period?.to ?? (sources.now?.() ?? new Date()).toISOString();
  const [nearest] = copiesNear(matter, "monitors", at);
  if (nearest === undefined) {
    const doubtful = watched.copies.all.find(({ against }) => against.length > 0);
    if (doubtful !== undefined)
      looking.broken(`The copies cannot be relied on: ${doubtsIn(doubtful.against)}.`);
    return looking.missing("No copy of the monitors' definitions is among the records.").link();
  }
  const { takenAt, missing } = nearest.details;
  looking.source("record", nearest.record, nearest.sha256).fact("Copied", takenAt);
  const days = Math.abs(Date.parse(takenAt) - Date.parse(at)) / DAY_MS;
  if (days > NEAR_DAYS)
    return looking
      .missing(`The nearest copy of the monitors is of ${takenAt}, ${Math.round(days)} days away.`)
      .link();
  const read = await readPart(matter, nearest, "monitors");
  if (read.is !== "read") return looking.say(read.is, `The copy cannot be used: ${read.because}.`).link();
  for (const sha256 of read.sha256) looking.source("document", `documentation/sha256/${sha256}`, sha256);
  const own = read.entries.filter((entry) => tagsOf(entry).includes(`ai_system:${system}`));
  for (const monitor of own.slice(0, SHOWN))
    looking.fact(`Monitor ${text(part(monitor, "id"))}`, text(part(monitor, "name")));
  if (own.length > SHOWN) looking.fact("More monitors", own.length - SHOWN);
  if (own.length > 0)
    looking.met(
      `${own.length} monitor(s) of ${system} were defined at ${takenAt}, by the copy in the vault.`,
    );
  else if (missing.some(({ what }) => what === "monitors"))
    looking.cannotTell(`The copy of ${takenAt} is not whole, and names no monitor of ${system}.`);
  else looking.missing(`At ${takenAt} no monitor of ${system} was defined.`);
  return looking.link();
}

import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";

const DAY_MS = 86_400_000;
/** A lock of so many days begins when S3 wrote the version; its clock and the listing may differ by seconds. */
const ROUNDING_MS = 60_000;

/** That the object is locked for as long as the environment's config declares. */
export async function objectLock({ entry, objects, sources }: Matter): Promise<ChainLink> {
  const looking = new Looking("object-lock");
  if (entry === undefined)
    return looking.cannotTell("There is no entry whose object could be looked at.").link();
  const { config } = sources.environment;
  if (config !== undefined)
    looking.fact(
      "Declared",
      `${config.lock.mode}, ${config.retention.log.days} days (${config.retention.log.basis.kind})`,
    );
  const holding = (objects?.versions ?? []).filter(({ holds }) => holds === true);
  const places = holding.length > 0 ? holding : [{ ...entry.place, writtenAt: undefined }];
  for (const { key, versionId, writtenAt } of places) {
    const said = await sources.locks.lockOf({ key, versionId });
    const named = `${key} (version ${versionId})`;
    if (typeof said === "string") {
      looking.cannotTell(`The lock of ${named} cannot be told: ${said}.`);
      continue;
    }
    looking
      .source("archive", named)
      .fact(
        "Lock",
        `${said.mode}${said.until ? ` until ${said.until}` : ""}${said.hold ? ", legal hold" : ""}`,
      );
    if (said.mode === "none" || said.until === undefined) {
      looking.broken(`${named} has no lock${said.hold ? " but a legal hold, which can be taken off" : ""}.`);
      continue;
    }
    if (config === undefined) {
      looking.cannotTell(
        `${named} is locked (${said.mode}) until ${said.until}; how long was declared is not known here.`,
      );
      continue;
    }
    if (writtenAt === undefined) {
      looking.cannotTell(`${named} is locked until ${said.until}; from when is not known.`);
      continue;
    }
    const wanted = new Date(Date.parse(writtenAt) + config.retention.log.days * DAY_MS);
    // A time that cannot be read is not late enough.
    if (!(Date.parse(said.until) + ROUNDING_MS >= wanted.getTime()))
      looking.broken(
        `${named} is locked until ${said.until}; the config declares ${config.retention.log.days} days from ${writtenAt}, which is ${wanted.toISOString()}.`,
      );
    else if (config.lock.mode === "COMPLIANCE" && said.mode !== "COMPLIANCE")
      looking.broken(`${named} is locked in mode ${said.mode}; the config declares ${config.lock.mode}.`);
    else
      looking.met(`${named} is locked (${said.mode}) until ${said.until}, as long as the config declares.`);
  }
  return looking.link();
}

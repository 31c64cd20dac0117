import { LOG_RETENTION } from "../../../regulation";
import { ART12_TAG } from "../../event/log-entry";
import { code } from "../../markdown";
import type { Facts } from "../facts";
import { named, notDeployed } from "../words";

/** What is synthesized and contradicts what a document would say: in words, with who mends it. Nothing where nothing does. */
type Shortfall = string | undefined;

const MENDS = "The platform engineer supplies it.";

/** Why entries of the log do not come into the archive. */
export function notArchived(facts: Facts): Shortfall {
  const { archive } = facts;
  if (!archive) return notDeployed(facts, "archive of the log");
  // A broader query archives the log too; one that leaves the tag out of its terms is not known to.
  const takesTheLog =
    archive.query.trim() === "*" || archive.query.split(/\s+OR\s+/).some((each) => each.trim() === ART12_TAG);
  return takesTheLog
    ? undefined
    : `The archive that is synthesized is not known to take every entry of the log. ${MENDS}`;
}

/** Why entries are not kept in the vault for as long as is declared, and the law asks at the least. */
export function notKept(facts: Facts): Shortfall {
  const { vault, archive, input } = facts;
  const { days } = input.environment.retention.log;
  if (!vault?.lock) return notDeployed(facts, "locked vault");
  if (vault.lock.days < LOG_RETENTION.floorDays)
    return `The lock that is synthesized is ${vault.lock.days} days, shorter than the ${LOG_RETENTION.floorDays} days of ${LOG_RETENTION.source.citation}. ${MENDS}`;
  if (vault.lock.days < days)
    return `The lock that is synthesized is ${vault.lock.days} days, and ${days} days are declared (\`retention.log\`). ${MENDS}`;
  const path = archive && `${archive.path.replace(/\/$/, "")}/`;
  const early = vault.ends.find(
    ({ prefix, afterDays }) => Number(afterDays) < days && (path === undefined || path.startsWith(prefix)),
  );
  return early
    ? `Objects are set to end after ${early.afterDays} days, and ${days} days are declared (\`retention.log\`). ${MENDS}`
    : undefined;
}

/** Why alerts of the system do not come into the risk register. */
export function notRegistered(facts: Facts): Shortfall {
  const { riskRegister, monitors } = facts;
  if (riskRegister === undefined) return notDeployed(facts, "way of alerts to the risk register");
  const silent = monitors.filter(({ notifies }) => !notifies.includes(riskRegister.handle));
  if (monitors.length > 0 && silent.length === 0) return undefined;
  return monitors.length === 0
    ? notDeployed(facts, "monitor of this system")
    : `Of ${monitors.length} monitors ${silent.length} do not tell the risk register: ${named(silent)}. ${MENDS}`;
}

/** Why the monitoring does not suit the risks that are declared. */
export function risksUnwatched({ input, monitors }: Facts): Shortfall {
  const risks = input.system.documentation?.functioning?.risks;
  if (!risks)
    return "No risk is declared. The provider supplies them: `documentation.functioning.risks` in the system's file.";
  const known = new Set(monitors.map(({ key }) => key));
  const unwatched = risks.filter((risk) => !risk.monitors?.some((key) => known.has(key)));
  return unwatched.length === 0
    ? undefined
    : `No synthesized monitor watches ${unwatched.map(({ id }) => code(id)).join(", ")}. The provider supplies it: \`documentation.functioning.risks[].monitors\` in the system's file.`;
}

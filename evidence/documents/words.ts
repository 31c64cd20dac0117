import { limitsInWords } from "../../configs";
import { DOCUMENT_ELEMENTS, type AskedElement } from "../../regulation";
import { code, sentence, sentenceWithCode, table } from "../markdown";
import { inWords, type DeployedMonitor } from "./facts/monitors";
import type { Facts } from "./facts";

/** One of the things that a kind of document is asked for. */
export function asked(group: keyof typeof DOCUMENT_ELEMENTS, id: string): AskedElement {
  const found = DOCUMENT_ELEMENTS[group].find((each) => each.id === id);
  if (!found) throw new Error(`nothing called ${id} is asked for under ${group}`);
  return found;
}

/** Why something deployed is missing, and whose it is. */
export function notDeployed({ input }: Facts, what: string): string {
  return input.stacks.length === 0
    ? "No synthesized stacks were given. The platform engineer supplies them: `npm run synth`."
    : `No ${what} is synthesized for this environment. The platform engineer supplies it.`;
}

/** Why something recorded is missing, and whose it is. */
export const NO_RECORDS =
  "No records were given. The platform engineer supplies them: `evidence documents --vault`, or `--dir` with a copy of the vault, and `--keys`.";

/** What each monitor is for, for people. */
export function monitorsTable(monitors: readonly DeployedMonitor[]): string {
  return table(
    ["Monitor", "What an alert means", "What is done", "By whom", "Serves"],
    monitors.map(({ key, title, meaning, action, who, duties }) => [
      `${sentence(title)} (${code(key)})`,
      sentenceWithCode(meaning),
      sentenceWithCode(action),
      sentence(who),
      duties.join(", "),
    ]),
  );
}

/** Datadog takes no longer query. */
const LONGEST_QUERY = 4000;

/** How each monitor is set. */
export function settingsTable(monitors: readonly DeployedMonitor[]): string {
  return table(
    ["Monitor", "Alerts when", "Over", "Said again", "Without data", "Tells"],
    monitors.map(({ key, query, window, renotifyMinutes, withoutData, notifies }) => [
      code(key),
      code(query, LONGEST_QUERY),
      window,
      renotifyMinutes === undefined ? "no" : `after ${inWords(renotifyMinutes)}`,
      withoutData,
      notifies.map((handle) => code(handle)).join(" "),
    ]),
  );
}

/** Names of monitors in a sentence. */
export const named = (monitors: readonly Pick<DeployedMonitor, "key">[]): string =>
  monitors.map(({ key }) => code(key)).join(", ");

/** A metric's limits, as its file states them. */
export const limits = (limited: Parameters<typeof limitsInWords>[0]): string =>
  sentence(limitsInWords(limited));

/** `yes` or `no`. */
export const yesNo = (value: boolean): string => (value ? "yes" : "no");

/** Whether a scheduled job of the environment is synthesized and switched on. */
export const runs = ({ jobs }: Facts, job: "seal" | "monitoring_snapshot"): boolean =>
  jobs.some(({ address, enabled }) => enabled && address.endsWith(`job_${job}`));

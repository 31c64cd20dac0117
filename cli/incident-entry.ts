import { incidentOptionsInvalid, type Problem } from "../errors";
import { IncidentDetails, type IncidentEntry } from "../evidence/records";
import { parseInstant } from "../evidence/export";
import type { RecordOptions } from "./incident";

type Step = IncidentEntry["art73"];
type Given = keyof Pick<
  RecordOptions,
  "at" | "kind" | "link" | "to" | "report" | "outcome" | "words" | "reference" | "alert"
>;

/** What each step takes, and how its record names it; `?` where it may be left out. */
const FIELDS: Readonly<Record<Step, Readonly<Partial<Record<Given, string>>>>> = {
  aware: { at: "awareAt", kind: "kind", words: "words?", reference: "reference?", alert: "alert?" },
  classified: { kind: "kind", words: "words" },
  "causal-link": { at: "at", link: "link", words: "words" },
  notice: { at: "at", to: "to", report: "report", reference: "reference?" },
  closed: { at: "at", outcome: "outcome", words: "words" },
};

const ALL: readonly Given[] = [
  "at",
  "kind",
  "link",
  "to",
  "report",
  "outcome",
  "words",
  "reference",
  "alert",
];

/**
 * The entry that the options of a step make.
 * @throws UserError that names every option that is missing, too much, or wrong
 */
export function entryOf(step: Step, options: RecordOptions, system: string, now: Date): IncidentEntry {
  const takes = FIELDS[step];
  const at = timeOf(options.at, now);
  const values: Partial<Record<Given, string>> = { ...options, ...("at" in takes && { at }) };
  const problems = ALL.flatMap((name): Omit<Problem, "code">[] => {
    const field = takes[name];
    const given = name === "at" ? options.at : values[name];
    const where = `--${name}`;
    if (field === undefined && given !== undefined)
      return [{ where, given, needed: `no ${where}: this step has none`, fix: "leave it out" }];
    if (field === undefined || field.endsWith("?") || values[name] !== undefined) return [];
    return [{ where, needed: `${where}: the step ${step} needs it`, fix: "add it" }];
  });
  const { id: incident, environment } = options;
  const fields = ALL.flatMap((name) => {
    const [field, value] = [takes[name], values[name]];
    return field === undefined || value === undefined ? [] : [[field.replace("?", ""), value]];
  });
  const read = IncidentDetails.safeParse({
    art73: step,
    incident,
    system,
    environment,
    ...Object.fromEntries(fields),
  });
  if (problems.length === 0 && read.success) return read.data;
  const wrong = (read.error?.issues ?? []).map(({ path, message }) => ({
    where: `--${path.join(".").replace("incident", "id").replace("awareAt", "at")}`,
    needed: message,
    fix: "correct it",
  }));
  throw incidentOptionsInvalid(step, problems.length > 0 ? problems : wrong);
}

/** What has not happened yet is not recorded: a clock that starts tomorrow would give a later day. */
function timeOf(given: string | undefined, now: Date): string {
  if (given === undefined) return now.toISOString();
  const at = parseInstant("--at", given);
  if (at.getTime() <= now.getTime()) return at.toISOString();
  throw incidentOptionsInvalid("at this time", [
    { where: "--at", given, needed: "a time that has passed", fix: "record it when it has happened" },
  ]);
}

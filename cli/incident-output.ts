import type { Incident, IncidentStatus } from "../evidence/incident";
import { RECORD_FINDINGS, type RecordFinding } from "../evidence/records";
import { INCIDENT_RULES } from "../regulation";
import { visible } from "./visible";

/** An incident, and where it stands. */
export interface ToldIncident {
  readonly incident: Incident;
  readonly status: IncidentStatus;
}

const STATES: Readonly<Record<IncidentStatus["state"], string>> = {
  closed: "closed",
  reported: "a first report was sent",
  running: "a report may become due",
  "due-at-once": "REPORT AT ONCE: a causal link, or its reasonable likelihood, is established",
  overdue: "OVERDUE: the last day is over, and no report is recorded",
  "not-reportable": "the causal link is excluded; close it, if nothing else is to be done",
  "no-awareness": "nobody has recorded that they are aware: no day is counted",
};

/** Prints that a step stands, and what follows from it. */
export function printRecorded(told: ToldIncident & { readonly record: string }, json: boolean): void {
  if (json) return console.log(JSON.stringify(told, undefined, 2));
  console.log(`recorded: ${told.record}`);
  print(lines(told));
}

/** Prints where incidents stand. */
export function printStatus(
  {
    told,
    findings,
    others,
    whole,
  }: {
    readonly told: readonly ToldIncident[];
    readonly findings: readonly RecordFinding[];
    /** Incidents that are not shown. */
    readonly others: number;
    /** With all records. */
    readonly whole: boolean;
  },
  json: boolean,
): void {
  if (json) return console.log(JSON.stringify({ incidents: told, findings }, undefined, 2));
  for (const one of told) print([...lines(one), ...(whole ? recordLines(one.incident) : [])]);
  if (told.length === 0) console.log("no open incident is recorded");
  if (!whole && others > 0) console.log(`${others} closed, or of another kind: evidence incident list`);
  print(findings.map(findingLine));
}

/** Prints all incidents with their records. */
export function printIncidents(
  { told, findings }: { readonly told: readonly ToldIncident[]; readonly findings: readonly RecordFinding[] },
  json: boolean,
): void {
  if (json) return console.log(JSON.stringify({ incidents: told, findings }, undefined, 2));
  for (const one of told) print([...lines(one), ...recordLines(one.incident)]);
  if (told.length === 0)
    console.log("no incident is recorded: whether there was one cannot be told from that alone");
  print(findings.map(findingLine));
}

function lines({ incident, status }: ToldIncident): readonly string[] {
  const { id, system, awareAt, due, causalLink, notices, closed, doubts, reference } = incident;
  const kinds = incident.kinds.length > 0 ? incident.kinds.join(", ") : "of no kind recorded";
  return [
    `${id}: ${system ?? "of no system recorded"}, ${kinds}${reference === undefined ? "" : ` (${reference})`}`,
    `  ${STATES[status.state]}`,
    ...(awareAt === undefined ? [`  ${INCIDENT_RULES.clock}`] : [`  aware:   ${awareAt}`]),
    ...(due === undefined
      ? []
      : [
          `  latest:  ${due.latest}, ${due.days} days (${due.source.citation}, ${due.kind})${leftOf(status)}`,
        ]),
    ...(causalLink === undefined
      ? []
      : [`  link:    ${causalLink.link} at ${causalLink.at}: ${causalLink.words}`]),
    ...notices.map(({ at, to, report }) => `  notice:  ${report}, to ${to}, at ${at}`),
    ...(status.late ? ["  ! the first report was sent after the last day"] : []),
    ...(status.completeMissing ? [`  no complete report is recorded. ${INCIDENT_RULES.firstReport}`] : []),
    ...(closed === undefined ? [] : [`  closed:  ${closed.outcome} at ${closed.at}: ${closed.words}`]),
    ...doubts.map((doubt) => `  ! ${doubt}`),
  ];
}

/** Only while nothing was sent: afterwards nobody waits for that day. */
function leftOf({ state, daysLeft }: IncidentStatus): string {
  if (daysLeft === undefined || (state !== "running" && state !== "due-at-once" && state !== "overdue"))
    return "";
  if (daysLeft === 0) return ", that is today";
  return daysLeft > 0 ? `, ${daysLeft} days left` : `, ${-daysLeft} days ago`;
}

const recordLines = ({ records }: Incident): readonly string[] =>
  records.map(
    ({ key, step, recordedAt, role, actor }) =>
      `  - ${recordedAt} ${step}, by ${actor ?? "(unnamed)"}, ${role}: ${key}`,
  );

const findingLine = ({ key, code, reason }: RecordFinding): string =>
  `! ${key} [${code}] ${RECORD_FINDINGS[code].title}: ${reason}`;

function print(all: readonly string[]): void {
  for (const one of all) console.log(visible(one));
}

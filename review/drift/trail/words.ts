import type { CallFinding, Detection } from "./detection";
import { TRAIL_FINDINGS, type TrailFinding } from "./trail-findings";

/** What a call finding is, in a word. */
export const KINDS: Readonly<Record<CallFinding["kind"], string>> = {
  unmatched: "changed outside a deployment",
  attempt: "attempted outside a deployment",
  unclear: "cannot be told",
};

/** The verdict, in one sentence. */
export function headline({ calls, period }: Detection): string {
  const { onEvidence, unmatched, attempts, unclear } = calls;
  const counts = [
    unmatched > 0 ? `${unmatched} changed evidence outside a deployment` : "",
    attempts > 0 ? `${attempts} tried to` : "",
    unclear > 0 ? `${unclear} cannot be told` : "",
  ].filter((part) => part !== "");
  const found = counts.length === 0 ? "each is explained" : counts.join(", ");
  return `${onEvidence + unclear} call(s) on evidence from ${period.from} to ${period.to}: ${found}`;
}

/** How the calls divide. */
export function division({ calls, deployments }: Detection): string {
  const { inDeployments, ordinary, repeated } = calls;
  return (
    `${inDeployments} in ${deployments.inPeriod} recorded deployment(s), ${ordinary} ordinary work of roles the stacks ` +
    `give it to${repeated > 0 ? `, ${repeated} event(s) stood in the log again` : ""}`
  );
}

/** What was read. */
export function reading({ trail, datadogAudit }: Detection): string {
  const audit = datadogAudit
    ? `; ${datadogAudit.events} event(s) of Datadog's audit trail` +
      (datadogAudit.malformed > 0 ? `, and ${datadogAudit.malformed} without the fields every event has` : "")
    : "";
  return `${trail.records} record(s) in ${trail.files} file(s) of ${trail.source}${audit}`;
}

/** When calls of one finding were made. */
export const times = ({ count, first, last }: CallFinding): string =>
  count === 1 ? first : `${count} times, ${first} to ${last}`;

/** What is wrong with the trail, by title. */
export const trailFinding = ({ code, where, reason }: TrailFinding) => ({
  title: TRAIL_FINDINGS[code].title,
  meaning: TRAIL_FINDINGS[code].meaning,
  where,
  reason,
});

/** What was not seen or not looked at, in sentences. */
export function notSeen({ trail, notCovered }: Detection): readonly string[] {
  return [
    ...trail.coverage.flatMap(({ region, noLogSeen, notDue }) => [
      ...noLogSeen.map(
        ({ from, to }) => `${region}: no log seen from ${from} to ${to}, which is not "nobody called"`,
      ),
      ...(notDue ? [`${region}: from ${notDue.from} on log files may still be delivered`] : []),
    ]),
    ...notCovered.map((each) => `not covered: ${each}`),
  ];
}

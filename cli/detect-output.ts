import type { CallFinding, Detection } from "../review/drift/trail";
import {
  division,
  headline,
  KINDS,
  notSeen,
  reading,
  times,
  trailFinding,
} from "../review/drift/trail/words";
import { visible } from "./visible";

/** The report as JSON: stable, and what the record's digest is of in its canonical form. */
export const detectionJson = (detection: Detection): string => JSON.stringify(detection, null, 2);

/** The report for a terminal. */
export function detectionText(detection: Detection): string {
  const { findings, leftOut, deployments, trail } = detection;
  return [
    headline(detection),
    `  ${division(detection)}`,
    `  read: ${reading(detection)}`,
    ...findings.flatMap(finding),
    ...(leftOut > 0 ? [`${leftOut} more call(s) were counted and not kept apart`] : []),
    ...deployments.doubtful.flatMap(({ key, reasons }) => [
      `record that explains nothing: ${key}`,
      ...reasons.map((reason) => `    ${reason}`),
    ]),
    ...trail.findings
      .map(trailFinding)
      .flatMap(({ title, where, reason, meaning }) => [
        `${title}: ${where}`,
        `    ${reason}`,
        `    ${meaning}`,
      ]),
    ...notSeen(detection),
  ]
    .map(visible)
    .join("\n");
}

function finding(each: CallFinding): readonly string[] {
  const { kind, call, addresses, who, via, error, eventIds, reason } = each;
  return [
    `${KINDS[kind]}: ${call}${error === undefined ? "" : ` (${error})`}`,
    ...(addresses.length > 0 ? [`    on:    ${addresses.join(", ")}`] : []),
    ...(reason === undefined ? [] : [`    why:   ${reason}`]),
    `    who:   ${who} (${via})`,
    `    when:  ${times(each)}`,
    `    event: ${eventIds.join(", ")}`,
  ];
}

import {
  LOGGED_VERSION_FINDINGS,
  type CheckedVersions,
  type NotedVersion,
  type VersionNotes,
} from "../evidence/logged-versions";
import { outcomeOf } from "../evidence/watching";
import type { Kept } from "./check-kept";
import { visible } from "./visible";

/** Prints what the check came to, on stdout; what could not be recorded or told, on stderr. */
export function printVersions(
  {
    environment,
    checked,
    notes,
    kept,
  }: {
    readonly environment: string;
    readonly checked: CheckedVersions;
    readonly notes: VersionNotes;
    readonly kept: Kept;
  },
  json: boolean,
): void {
  const { findings, recovered } = notes;
  if (json) {
    const outcome = outcomeOf(findings.map(({ code }) => code));
    console.log(
      JSON.stringify({ environment, outcome, ...checked, findings, recovered, ...kept }, undefined, 2),
    );
  } else {
    for (const finding of findings) printFinding(finding);
    for (const { code, system, model, version } of recovered)
      console.log(`+ ${nameOf(system, model, version)} [${code}] not found any more`);
    for (const line of linesOf(checked)) console.log(visible(line));
    if (kept.record !== undefined) console.log(`recorded: ${kept.record}`);
  }
  for (const said of [...kept.remarks, ...kept.problems]) console.error(`evidence: ${said}`);
}

function printFinding({
  code,
  system,
  model,
  version,
  found,
  events,
  first,
  last,
  record,
  since,
  is,
}: NotedVersion) {
  console.log(`! ${nameOf(system, model, version)} [${code}] ${LOGGED_VERSION_FINDINGS[code]}`);
  console.log(`    found:   ${visible(found)}`);
  if (first !== undefined) console.log(`    entries: ${events}, from ${first} to ${last ?? first}`);
  if (record !== undefined) console.log(`    record:  ${visible(record)}`);
  if (is !== "new") console.log(`    since:   ${since}`);
}

function linesOf({
  period,
  events,
  versions,
  findings,
  breakGlass,
  graceMinutes,
  notLookedAt,
}: CheckedVersions) {
  const looked = `${events} entries, ${versions} model versions, ${period.from} to ${period.to}`;
  return [
    ...breakGlass.map(
      ({ system, model, version, events: of, record }) =>
        `~ ${nameOf(system, model, version)} is in production by broken glass, without an approval: ${of} entries (${record})`,
    ),
    findings.length === 0 ? `log and decisions agree: ${looked}` : `\n${findings.length} findings: ${looked}`,
    `a version may be used ${graceMinutes} minutes after it left production`,
    ...notLookedAt.map((what) => `not looked at: ${what}`),
  ];
}

const nameOf = (system?: string, model?: string, version?: string): string =>
  visible(
    [system, model && `${model}${version === undefined ? "" : ` version ${version}`}`]
      .filter((part) => part !== undefined)
      .join(": ") || "the check itself",
  );

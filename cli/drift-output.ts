import type { AppendedRecord } from "../evidence/records";
import { counted, dutyList, EFFECT_WORDS } from "../review/render/words";
import type { DriftReport } from "../review/drift";
import type { DriftChange, DriftFinding } from "../review/drift/drift";
import { CAUSE_WORDS, unwaived } from "../review/drift/report";
import { changeWords, findingWords, stackWords, verdict, whoWords } from "../review/drift/words";
import { waiverLine } from "../rules";
import { visible } from "./visible";

/** The report as JSON: stable, and all of it, noise included. Values of attributes are in none of it. */
export function driftJson(report: DriftReport, record: AppendedRecord | undefined): string {
  return JSON.stringify({ schemaVersion: "1.0.0", ...report, record: record ?? null }, null, 2);
}

/** The report for a terminal: the verdict, what weakens, what changed, stack by stack. */
export function driftText(report: DriftReport, verbose: boolean): string {
  const { findings, standing, changes, stacks, notLookedAt, waivers } = report;
  const open = new Set(unwaived([...findings, ...standing], report));
  const noise = changes.filter(({ cause }) => cause === "noise");
  return [
    ...verdict(report),
    ...[...findings, ...standing].flatMap((finding) => findingLines(finding, open.has(finding))),
    ...changes.filter(({ cause }) => cause !== "noise").flatMap(changeLines),
    ...(verbose ? noise.flatMap(noiseLines) : []),
    ...(noise.length > 0 && !verbose
      ? [
          `noise: ${counted(noise.length, "resource")} the same in another way of writing (--verbose lists them)`,
        ]
      : []),
    ...notLookedAt.map(({ address, reason }) => `not looked at: ${address}: ${reason}`),
    ...[...waivers.used, ...waivers.expired].map(
      (waiver) => `${waivers.expired.includes(waiver) ? "expired" : "waived"}: ${waiverLine(waiver)}`,
    ),
    ...stacks.flatMap((check) => [
      `${check.stack}: ${stackWords(check, changes)}`,
      ...check.problems.flatMap(({ code, given, needed, fix }) => [
        `    [${code}] ${given ?? ""}`,
        `    needed: ${needed}`,
        `    fix:    ${fix}`,
      ]),
    ]),
  ]
    .flatMap((text) => text.split("\n"))
    .map(visible)
    .join("\n");
}

function findingLines(finding: DriftFinding, open: boolean): readonly string[] {
  const { effect, cause, rule, address, duties, fix } = finding;
  const said = cause === "standing" && effect === "neutral" ? "unmet" : EFFECT_WORDS[effect];
  return [
    `${said}${open ? "" : " (waived)"}: ${rule} at ${address} (${dutyList(duties)})`,
    `    ${CAUSE_WORDS[cause]}: ${findingWords(finding)}`,
    ...(fix === "" ? [] : [`    fix: ${fix}`]),
  ];
}

function changeLines(change: DriftChange): readonly string[] {
  const who = whoWords(change);
  return [
    `${change.address}: ${changeWords(change)}`,
    ...(change.paths.length > 0 ? [`    ${change.paths.map(({ path }) => path).join(", ")}`] : []),
    ...(who === undefined ? [] : [`    who: ${who}`]),
  ];
}

function noiseLines({ address, paths }: DriftChange): readonly string[] {
  return [`noise: ${address}`, ...paths.map(({ path, noise }) => `    ${path}: ${noise}`)];
}

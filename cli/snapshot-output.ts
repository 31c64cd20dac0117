import {
  SNAPSHOT_FINDINGS,
  type MonitoringCopy,
  type SnapshotRun,
  type SnapshotsVerification,
} from "../evidence/monitoring";
import type { Details } from "../evidence/records";
import { visible } from "./visible";

/** A copy as its record tells of it. */
export interface ListedSnapshot extends Details<"monitoring-snapshot"> {
  readonly number: number;
}

/** Prints what a run came to, on stdout. */
export function printRun(
  run: SnapshotRun,
  { json, environment }: { readonly json: boolean; readonly environment: string },
): void {
  if (json) return console.log(JSON.stringify({ environment, ...run }, undefined, 2));
  for (const { details, record } of run.taken) {
    printDetails(details);
    console.log(record ? `  recorded: ${record.key}` : "  nothing was kept: this was a dry run");
  }
  for (const { code, key, reason } of run.doubtful)
    console.log(visible(`! an earlier record is not gone by, ${code}: ${key}: ${reason}`));
  if (run.leftToAnother)
    console.log("somebody else copied the same at the same time: the rest was left to them");
}

/** Prints a line a copy, and what each lacks. */
export function printSnapshots(listed: readonly ListedSnapshot[], json: boolean): void {
  if (json) return console.log(JSON.stringify(listed, undefined, 2));
  for (const { number, ...details } of listed) printDetails(details, `${number}  `);
  if (listed.length === 0) console.log("no copy of this environment");
}

function printDetails({ period, documents, missing }: Details<"monitoring-snapshot">, before = ""): void {
  const counts = new Map<string, number>();
  for (const { what, entries } of documents) counts.set(what, (counts.get(what) ?? 0) + entries);
  const held = [...counts].map(([what, entries]) => `${entries} ${what}`).join(", ");
  console.log(`${before}${period.from} to ${period.to}: ${held || "nothing"}`);
  for (const { what, because } of missing) console.log(visible(`  ! missing: ${what}: ${because}`));
}

/** Prints the entries as one JSON array, document by document. */
export function printCopies(copies: readonly MonitoringCopy[]): void {
  console.log(
    JSON.stringify(
      copies.flatMap(({ entries }) => entries),
      undefined,
      2,
    ),
  );
}

/** Prints what checking came to. */
export function printVerification(verified: SnapshotsVerification, json: boolean): void {
  if (json) return console.log(JSON.stringify(verified, undefined, 2));
  const { records, documents, entries, copied, findings } = verified;
  for (const [what, periods] of Object.entries(copied))
    console.log(
      `${what}: ${periods.map(({ from, to }) => `${from} to ${to}`).join("; ") || "nothing whole"}`,
    );
  for (const { code, where, reason } of findings)
    console.log(visible(`! ${where} [${code}] ${SNAPSHOT_FINDINGS[code]}: ${reason}`));
  console.log(
    `${records} record(s), ${documents} document(s), ${entries} entries: ${findings.length} finding(s)`,
  );
}

import { EXIT } from "../errors";
import type { ExportPlan, ExportRecord } from "../evidence/export";
import type { ResponseManifest, ResponsePlan, ResponseProgress } from "../evidence/respond";
import { progressInWords } from "./export-output";
import { visible } from "./visible";

/** How far an answer is, in words. */
export function responseProgress(progress: ResponseProgress): string {
  if ("step" in progress) return progressInWords(progress.step);
  return [progress.stage, progress.of].filter(Boolean).join(" ");
}

/** Prints what would be in an answer, item by item, as a list of redactions names them. */
export function printResponsePlan(
  { items, leftOut }: ResponsePlan,
  archive: ExportPlan,
  json: boolean,
): void {
  if (json) {
    console.log(JSON.stringify({ archive, items, left_out: leftOut }, null, 2));
    return;
  }
  const lines = [
    `would read ${archive.object_versions} object version(s) of the archive, ${archive.object_bytes} bytes, of the days ${archive.first_day} to ${archive.last_day}`,
    ...items.map(({ item, what }) => `would hold ${item} (${what})`),
    `would leave out ${leftOut} record(s) and document(s), each named with its digest`,
  ];
  console.log(lines.map(visible).join("\n"));
}

/** Prints what was put together, and its record. */
export function printResponse(
  out: string,
  { files: _, ...manifest }: ResponseManifest,
  record: ExportRecord | undefined,
  json: boolean,
): void {
  if (json) {
    console.log(JSON.stringify({ out, ...manifest, record: record ?? null }, null, 2));
    return;
  }
  const { request, records, documentation, documents, chain, missing, withheld, signing_key: key } = manifest;
  const lines = [
    `answer to ${request.reference}: ${request.system} in ${request.environment}, ${request.period.from} up to ${request.period.to}`,
    manifest.export === undefined
      ? `${manifest.case?.entries ?? 0} entries of the case, and of nobody else`
      : `${manifest.export.events} log entries, ${manifest.export.findings} finding(s)`,
    `${records.records} record(s) of ${records.streams} stream(s), ${records.left_out} left out, ${records.findings} finding(s)`,
    `${documentation.documents} document(s) that they name, ${documentation.left_out} left out; ${documents} generated`,
    chain === undefined ? "no chain was followed" : `chain: ${chain.outcome}, ${chain.chains} followed`,
    ...missing.map(({ item, because }) => `missing: ${item}: ${because}`),
    ...withheld.map(({ item, reason, basis }) => `kept back: ${item}: ${reason} (${basis})`),
    `signed with the key ${key.fingerprint}`,
    ...(record === undefined ? [] : [`recorded: ${record.key} (SHA-256 ${record.sha256})`]),
    `answer: ${out} (open index.html, or run: evidence verify ${out})`,
  ];
  console.log(lines.map(visible).join("\n"));
}

/** Whether something was found to be wrong. That something is missing is told, and is no finding. */
export function responseExit({ export: exported, case: entries, records, chain }: ResponseManifest): number {
  const found = entries?.entries ?? exported?.events ?? 0;
  const findings = (exported?.findings ?? 0) + records.findings + (entries?.unread ?? 0);
  return found === 0 || findings > 0 || chain?.outcome === "broken" ? EXIT.finding : EXIT.ok;
}

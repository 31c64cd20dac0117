import { bytes, needsRestore, plainTable, PRICES_READ, whole, type ReadCost } from "../evidence/cost";
import {
  FINDING_KINDS,
  type ExportPlan,
  type ExportProgress,
  type ExportRecord,
  type FindingCode,
  type Manifest,
} from "../evidence/export";
import { visible } from "./visible";

/** How far an export is, in words. */
export function progressInWords({ stage, done, total, bytes: read }: ExportProgress): string {
  if (stage !== "reading")
    return {
      listing: "listing objects",
      arranging: "arranging events",
      writing: "writing the bundle",
      interrupted: "what was read so far is kept: the same command goes on from there",
    }[stage];
  return `reading objects: ${done} of ${total}, ${megabytes(read ?? 0)}`;
}

/** Why no cost is given. */
export type NoCost = "local-copy" | "no-prices";

/** Prints what an export would read and what that costs. */
export function printPlan(
  plan: ExportPlan,
  cost: ReadCost | NoCost,
  { json, emulated }: { readonly json: boolean; readonly emulated: boolean },
): void {
  if (json) {
    console.log(
      JSON.stringify({ ...plan, cost: typeof cost === "string" ? null : costAsJson(cost) }, null, 2),
    );
    return;
  }
  const { object_versions: versions, object_bytes: size, first_day: first, last_day: last } = plan;
  const cold = plan.storage_classes.map((total) => total.storage_class).filter(needsRestore);
  const lines = [
    `would read ${versions} object version(s), ${bytes(size)}, of the days ${first} to ${last}`,
    ...plan.storage_classes.map(
      (total) =>
        `  ${total.storage_class}: ${whole(total.object_versions)} object version(s), ${bytes(total.object_bytes)}`,
    ),
    ...(cold.length === 0
      ? []
      : [
          `  ${cold.join(" and ")}: only restored copies are read; evidence restore --dry-run shows how far they are, and what restoring costs`,
        ]),
    ...costInWords(cost, emulated),
  ];
  console.log(lines.map(visible).join("\n"));
}

function costInWords(cost: ReadCost | NoCost, emulated: boolean): string[] {
  if (cost === "local-copy") return ["read from a local copy: nothing is to be paid"];
  if (cost === "no-prices")
    return ["cost not told: evidence/cost/prices.ts has no prices for the vault's region"];
  const table = plainTable(["", "quantity", "USD"], 2);
  for (const { title, quantity, of, usd, price } of cost.lines) {
    const amount = of === "bytes" ? bytes(quantity) : `${whole(Math.ceil(quantity))} ${of}`;
    const mark = price?.certainty === "assumed" ? " *" : "";
    table.push([title, amount, usd === null ? "no price" : `${dollars(usd)}${mark}`]);
  }
  return [
    `estimated cost in ${cost.region}, US dollars, list prices of ${PRICES_READ}, * assumed for the region`,
    ...table.toString().split("\n"),
    `about ${dollars(cost.usdInRegion)} USD read inside the region, ${dollars(cost.usdToInternet)} USD downloaded over the internet${cost.complete ? "" : ", and what has no price"}`,
    ...(emulated ? ["this environment is emulated and costs nothing: the numbers are AWS's"] : []),
  ];
}

function costAsJson({ region, currency, lines, usdInRegion, usdToInternet, complete }: ReadCost) {
  return {
    currency,
    region,
    prices_read: PRICES_READ,
    lines: lines.map(({ id, title, storageClass, quantity, of, usd, price }) => ({
      id,
      title,
      ...(storageClass !== undefined && { storage_class: storageClass }),
      quantity,
      of,
      usd,
      price,
    })),
    usd_in_region: usdInRegion,
    usd_to_internet: usdToInternet,
    complete,
  };
}

/** Prints what was exported, and its record. */
export function printExport(
  out: string,
  { files: _, ...manifest }: Manifest,
  record: ExportRecord | undefined,
  json: boolean,
): void {
  if (json) {
    console.log(JSON.stringify({ out, ...manifest, record: record ?? null }, null, 2));
    return;
  }
  const { counts, completeness, sealed, findings, request, signing_key: key } = manifest;
  const lines = [
    `${request.system} in ${request.environment}, ${request.period.from} up to ${request.period.to}`,
    counts.events === 0
      ? "no event in the period: whether the system was idle or its events were lost is not known"
      : `${counts.events} event(s) of ${counts.emitters} emitter(s); ${counts.empty_days} day(s) without an event`,
    `completeness, level ${completeness.level}: ${completeness.holds}: ${completeness.because}`,
    `seals: ${sealed.holds}: ${sealed.because}`,
    ...Object.entries(findings).map(
      ([code, total]) => `finding: ${FINDING_KINDS[code as FindingCode].title}: ${total} [${code}]`,
    ),
    `signed with the key ${key.fingerprint}`,
    ...(record === undefined ? [] : recordInWords(record, request.reference)),
    `bundle: ${out} (open report.html, or run: evidence verify ${out})`,
  ];
  console.log(lines.map(visible).join("\n"));
}

function recordInWords({ key, sha256, reference }: ExportRecord, asked: string | undefined): string[] {
  return [
    `recorded: ${key} (SHA-256 ${sha256})`,
    ...(asked !== undefined && reference === undefined
      ? ["the record names the manifest only: the reference is no single line of printable ASCII"]
      : []),
  ];
}

function megabytes(size: number): string {
  return `${(size / 1e6).toFixed(1)} MB`;
}

/** Sums are often below a cent. */
function dollars(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 6 });
}

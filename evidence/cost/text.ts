import { bytes, plainTable, whole } from "./plain-table";
import type { CostReport } from "./report";
import type { Advice, CopyAdvice } from "./small-objects";
import { sum } from "./sum";

/** The report for people, as `evidence cost` prints it. */
export function costText(report: CostReport): string {
  const parts = [
    heading(report),
    linesTable(report),
    yearsTable(report),
    totals(report),
    objectSizes(report),
    assumptionsTable(report),
    assumedPrices(report),
    report.notes.map((note) => `Note: ${note}`).join("\n"),
  ];
  return parts.join("\n\n").replace(/ +$/gm, "");
}

function heading(report: CostReport): string {
  const { environment, eventsPerDay, systems, region, replicaRegion, retentionDays, smallObjects } = report;
  const from = systems.length > 0 ? systems.map(({ id }) => id).join(", ") : "as given";
  return [
    `Estimated cost of the log of ${environment}, US dollars, list prices of ${report.pricesRead}`,
    `${whole(eventsPerDay)} entries a day (${from}), kept ${retentionDays} days`,
    `vault in ${region}, replica in ${replicaRegion}`,
    `lifecycle to ${report.storageClass} after ${report.coldAfterDays} days; objects end in ${smallObjects.endsIn}`,
  ].join("\n");
}

function linesTable({ lines, years, totalUsd, smallObjects }: CostReport): string {
  const row = (title: string, byYear: readonly number[], usd: number) => [
    title,
    dollars(byYear[0]!),
    dollars(byYear.at(-1)!),
    dollars(usd),
  ];
  const table = plainTable(["", "year 1", `year ${years.length}`, "all years"], 3);
  for (const { title, usdByYear, usd } of lines) table.push(row(title, usdByYear, usd));
  table.push(
    row(
      "Total",
      years.map(({ usd }) => usd),
      totalUsd,
    ),
  );
  const bySize = smallObjects.usdByYear;
  table.push(row("of it because objects are small", bySize, sum(bySize)));
  return table.toString();
}

function yearsTable({ years }: CostReport): string {
  const table = plainTable(["year", "days", "entries", "stored, one copy", "total"], 5);
  for (const { year, days, events, storedBytes, usd } of years)
    table.push([year, days, whole(events), bytes(storedBytes), dollars(usd)]);
  return table.toString();
}

function totals({ totalUsd, usdPerMillionEvents, afterwards, retentionDays }: CostReport): string {
  return [
    `About ${dollars(totalUsd)} USD over ${retentionDays} days, ${dollars(usdPerMillionEvents)} USD a million entries.`,
    `To keep what was written until its own retention ends, ${afterwards.days} days more: about ${dollars(afterwards.usd)} USD.`,
  ].join("\n");
}

const ADVICE: Readonly<Record<Advice, string>> = {
  "moves-and-saves": "they move, and that saves",
  "moves-and-loses": "a larger lifecycle.moveFromBytes: they move, and that costs more than it saves",
  "stays-and-saves": "stay in STANDARD, as the lifecycle leaves them",
  "stays-and-loses":
    "the lifecycle leaves them in STANDARD: a smaller lifecycle.moveFromBytes would let it move them",
};

function objectSizes({ smallObjects, storageClass }: CostReport): string {
  const { objectsPerDay, averageObjectBytes, copies } = smallObjects;
  const average = `Objects: ${whole(objectsPerDay)} a day of ${bytes(averageObjectBytes)} on average.`;
  return [average, ...copies.map((copy) => copyText(copy, storageClass))].join("\n");
}

function copyText(
  { copy, breakEvenBytes, advice, movingSavesUsd }: CopyAdvice,
  storageClass: string,
): string {
  const from = breakEvenBytes === null ? "pays at no size" : `pays from ${bytes(breakEvenBytes)} on`;
  const effect = `${movingSavesUsd < 0 ? "costs" : "saves"} about ${dollars(Math.abs(movingSavesUsd))} USD`;
  return [
    `  ${copy}: a move to ${storageClass} ${from}; moving these ${effect} over their whole life`,
    `    advice: ${ADVICE[advice]}`,
  ].join("\n");
}

function assumptionsTable({ assumptions }: CostReport): string {
  const table = plainTable(["assumption", "value", "meaning"], 0);
  for (const { name, value, unit, meaning } of assumptions) table.push([name, `${value} ${unit}`, meaning]);
  return table.toString();
}

function assumedPrices({ prices }: CostReport): string {
  const assumed = prices.filter(({ certainty }) => certainty === "assumed");
  return [
    `Prices assumed, because nothing confirmed them for the region (${assumed.length} of ${prices.length}):`,
    ...assumed.map(({ id, usd, unit, basis }) => `  ${id}: ${usd} per ${unit} (${basis})`),
    "Every price stands with date, source and basis in --json and in evidence/cost/prices.ts.",
  ].join("\n");
}

const dollars = (usd: number): string =>
  usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });

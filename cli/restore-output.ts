import { bytes, plainTable, RESTORE_PRICES_READ, whole, type RestoreTier } from "../evidence/cost";
import type { Period } from "../evidence/export";
import {
  restoreOptions,
  WAITS_READ,
  type Asked,
  type ColdSurvey,
  type ColdWindow,
  type RestoreFailure,
  type RestoreOption,
} from "../evidence/restore";
import { visible } from "./visible";

/** What `evidence restore` found and did. */
export interface RestoreResult {
  readonly system: string;
  readonly environment: string;
  readonly region: string;
  readonly emulated: boolean;
  readonly period: Period;
  readonly tier: RestoreTier;
  readonly copyDays: number;
  readonly window: ColdWindow;
  readonly before: ColdSurvey;
  /** Absent on a dry run. */
  readonly asked?: Asked;
  readonly after: ColdSurvey;
  readonly failures: readonly RestoreFailure[];
}

/** Object versions named to a person; the JSON has all. */
const NAMED = 20;

/** Prints what is cold, what restoring it takes and costs, and how far it is. */
export function printRestore(result: RestoreResult, json: boolean): void {
  const options = restoreOptions(result.before.classes, result.region, result.copyDays);
  if (json) console.log(JSON.stringify(asJson(result, options), null, 2));
  else console.log(inWords(result, options).map(visible).join("\n"));
}

function asJson(result: RestoreResult, options: readonly RestoreOption[]) {
  const { system, environment, region, period, tier, copyDays, window, asked, after, failures } = result;
  return {
    system,
    environment,
    region,
    period,
    first_day: window.firstDay,
    last_day: window.lastDay,
    object_versions: window.objectVersions,
    cold: after.classes.map(({ storageClass, archived, underWay, restored, restoredUntil = null }) => ({
      storage_class: storageClass,
      archived,
      under_way: underWay,
      restored,
      restored_until: restoredUntil,
    })),
    readable: after.readable,
    dry_run: asked === undefined,
    tier,
    copy_days: copyDays,
    asked: asked?.asked ?? 0,
    options: options.map(({ storageClass, tier: speed, objects, bytes: size, wait, cost }) => ({
      storage_class: storageClass,
      tier: speed,
      objects,
      bytes: size,
      wait_hours: { from: wait.fromHours, to: wait.toHours },
      ...(wait.note !== undefined && { note: wait.note }),
      cost:
        cost === null
          ? null
          : {
              currency: "USD",
              requests: cost.requestsUsd,
              retrieval: cost.retrievalUsd,
              copies: cost.copiesUsd,
              total: cost.totalUsd,
              assumed_prices: cost.assumed,
            },
    })),
    waits_read: WAITS_READ,
    prices_read: RESTORE_PRICES_READ,
    failures,
  };
}

function inWords(result: RestoreResult, options: readonly RestoreOption[]): string[] {
  const { system, environment, window, after, failures } = result;
  const head = `${system} in ${environment}, days ${window.firstDay} to ${window.lastDay}`;
  const cold = window.cold.length;
  if (cold === 0)
    return [`${head}: none of ${window.objectVersions} object version(s) is cold, nothing is to be restored`];
  return [
    `${head}: ${cold} of ${window.objectVersions} object version(s) cold`,
    ...classTable(after),
    ...(options.length > 0 ? optionTable(result, options) : []),
    ...failures
      .slice(0, NAMED)
      .map(({ key, version_id: id, reason }) => `not restored: ${key} (version ${id}): ${reason}`),
    ...(failures.length > NAMED ? [`and ${failures.length - NAMED} more: --json names all`] : []),
    ...whatNow(result),
  ];
}

function classTable({ classes }: ColdSurvey): string[] {
  const table = plainTable(["class", "archived", "under way", "restored", "until"], 4);
  for (const { storageClass, archived, underWay, restored, restoredUntil = "" } of classes)
    table.push([
      storageClass,
      whole(archived.objects),
      whole(underWay.objects),
      whole(restored.objects),
      restoredUntil,
    ]);
  return table.toString().split("\n");
}

function optionTable(
  { asked, copyDays, emulated }: RestoreResult,
  options: readonly RestoreOption[],
): string[] {
  const table = plainTable(
    ["class", "tier", "objects", "size", "back after", "requests", "retrieval", "copies", "USD"],
    7,
  );
  for (const { storageClass, tier, objects, bytes: size, wait, cost } of options) {
    const costs =
      cost === null
        ? ["", "", "", "no price"]
        : [cost.requestsUsd, cost.retrievalUsd, cost.copiesUsd, cost.totalUsd].map((usd, index) =>
            index === 3 && cost.assumed ? `${dollars(usd)} *` : dollars(usd),
          );
    table.push([storageClass, tier, whole(objects), bytes(size), waitText(wait), ...costs]);
  }
  const notes = new Set(options.flatMap(({ tier, wait: { note } }) => (note ? [`${tier}: ${note}`] : [])));
  return [
    asked === undefined ? "to restore what is archived:" : "what was archived, and each way to restore it:",
    ...table.toString().split("\n"),
    `copies live ${copyDays} day(s); times are typical, read ${WAITS_READ}; list prices of ${RESTORE_PRICES_READ}, * one of them assumed for the region`,
    ...notes,
    ...(emulated ? ["this environment is emulated and costs nothing: the numbers are AWS's"] : []),
  ];
}

function whatNow({ asked, after, tier, before }: RestoreResult): string[] {
  const next = after.readable
    ? "everything can be read: evidence export reads it now"
    : "run the same command again to see how far it is; export when everything is back";
  if (asked === undefined)
    return [after.readable ? next : "nothing was asked of S3: run without --dry-run to restore"];
  const already = before.underWay.length + asked.underWay;
  const done = `asked S3 to restore ${asked.asked} object version(s), tier ${tier}`;
  return [already === 0 ? done : `${done}; ${already} were under way already`, next];
}

function waitText({ fromHours, toHours }: RestoreOption["wait"]): string {
  if (toHours < 1) return `${Math.round(fromHours * 60)} to ${Math.round(toHours * 60)} minutes`;
  return fromHours === 0 ? `up to ${toHours} hours` : `${fromHours} to ${toHours} hours`;
}

/** Sums are often below a cent. */
function dollars(usd: number): string {
  return usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 4 });
}

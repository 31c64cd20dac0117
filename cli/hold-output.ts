import Table from "cli-table3";
import type { AreaCheck, AreaOutcome, AreaPlan, Hold, HoldBook, HoldCost, NewHold } from "../evidence/hold";
import { RECORD_FINDINGS, type RecordFinding } from "../evidence/records";
import { visible } from "./visible";

/** Findings shown to a person; `--json` has more. */
const SHOWN_FINDINGS = 20;

/** Said wherever a hold is placed: what is held is not one system's alone. */
const MIXED =
  "Archived objects mix the systems of the environment: what other systems logged in them is held, too.";

/** Prints what placing a hold would do. */
export function printPlan(
  plan: { hold: NewHold; plans: readonly AreaPlan[]; cost: HoldCost | undefined },
  json: boolean,
): void {
  const { hold, plans, cost } = plan;
  if (json) return console.log(JSON.stringify({ ...plan, cost: cost ?? null }, null, 2));
  const table = plainTable("part", "versions", "bytes", "delete markers");
  for (const { area, versions, bytes, deleteMarkers } of plans)
    table.push([area, String(versions), String(bytes), String(deleteMarkers)]);
  const lines = [
    `would hold for ${holdText(hold)}`,
    table.toString(),
    ...costLines(cost),
    "Stored data is billed on as long as it is held, beyond its retention, too.",
    MIXED,
    "nothing was changed",
  ];
  console.log(lines.map(line).join("\n"));
}

/** Prints what placing, or releasing, a hold did. */
export function printOutcome(
  outcome: {
    id: string;
    action: "place" | "release";
    record: string;
    areas: readonly AreaOutcome[];
    setAgain?: readonly string[];
  },
  json: boolean,
): void {
  if (json) return console.log(JSON.stringify(outcome, null, 2));
  const { id, action, record, areas, setAgain = [] } = outcome;
  const changed = action === "place" ? "held now" : "let go";
  const already = action === "place" ? "held before" : "not held before";
  const table = plainTable("part", "versions", "bytes", changed, already, "kept for other holds");
  for (const area of areas) {
    const { area: name, versions, bytes, kept } = area;
    table.push([name, ...[versions, bytes, area.changed, area.already, kept].map(String)]);
  }
  const gone = areas.flatMap((area) => area.gone);
  const lines = [
    `${action === "place" ? "placed" : "released"}: ${id}, ${record}`,
    table.toString(),
    ...gone.slice(0, SHOWN_FINDINGS).map((version) => `! ${version} was deleted meanwhile`),
    ...setAgain.map((other) => `hold ${other} was placed meanwhile, and set once more on its versions`),
    ...(action === "place" ? [MIXED] : ["Nothing was deleted; retention and lifecycle count again."]),
  ];
  console.log(lines.map(line).join("\n"));
}

/** Prints that a record was written. */
export function printRecord(
  written: { id: string; action: string; decision: string; record: string },
  json: boolean,
): void {
  if (json) return console.log(JSON.stringify(written, null, 2));
  console.log(visible(`release of ${written.id} ${written.decision}: ${written.record}`));
}

/** Prints holds, and whether anybody checked their records. */
export function printHolds({ holds, verified, findings }: HoldBook, place: string, json: boolean): void {
  if (json) return console.log(JSON.stringify({ verified, holds, findings }, null, 2));
  const table = plainTable("hold", "system", "from", "to", "reason", "placed", "by", "state");
  for (const hold of holds) {
    const { id, system, period, reason, placed } = hold;
    const to = period.to ?? "release";
    const by = `${placed.actor ?? "(unnamed)"}, ${placed.role}`;
    table.push([id, system, period.from, to, reason, placed.recordedAt, by, state(hold)].map(visible));
  }
  const none = `no hold in ${place}: whether there ever was one cannot be told from that alone`;
  const lines = [
    holds.length > 0 ? table.toString() : none,
    ...holds.flatMap(({ id, doubts }) => doubts.map((doubt) => `! ${id}: ${doubt}`)),
    ...findings.map(recordFinding),
    ...(verified ? [] : [UNVERIFIED]),
  ];
  console.log(lines.map(line).join("\n"));
}

const UNVERIFIED = "not verified: the records were taken at their word, for want of --keys";

/** Prints whether a hold holds. */
export function printCheck(
  check: {
    hold: Hold;
    verified: boolean;
    recordFindings: readonly RecordFinding[];
    areas: readonly AreaCheck[];
  },
  json: boolean,
): void {
  if (json) return console.log(JSON.stringify(check, null, 2));
  const { hold, verified, recordFindings, areas } = check;
  const table = plainTable("part", "versions", "held", "not held", "delete markers");
  for (const { area, versions, held, found } of areas)
    table.push([area, ...[versions, held, found["not-held"], found["delete-marker"]].map(String)]);
  const findings = areas.flatMap((area) => area.findings);
  const notHeld = areas.some(({ found }) => found["not-held"] > 0);
  const lines = [
    `checked for ${holdText(hold)}`,
    table.toString(),
    ...findings.slice(0, SHOWN_FINDINGS).map(({ code, key, versionId, writtenAt }) => {
      const what = code === "not-held" ? "is not held, written" : "is a delete marker, laid";
      return `! ${key} (version ${versionId}) [${code}] ${what} at ${writtenAt}`;
    }),
    ...(findings.length > SHOWN_FINDINGS ? [`… ${findings.length - SHOWN_FINDINGS} more with --json`] : []),
    ...hold.doubts.map((doubt) => `! ${doubt}`),
    ...recordFindings.map(recordFinding),
    ...(notHeld ? [`hold what has arrived since: evidence hold place --id ${hold.id}`] : []),
    ...(verified ? [] : [UNVERIFIED]),
  ];
  console.log(lines.map(line).join("\n"));
}

function costLines(cost: HoldCost | undefined): string[] {
  if (cost === undefined) return ["cost: not known, the price table has no prices for the region"];
  const parts = cost.lines.map(
    ({ what, quantity, usd, basis }) => `  ${what}: ${quantity}, ${dollars(usd)}. ${basis}`,
  );
  return [
    `cost, once: ${dollars(cost.usd)} at list prices of ${cost.pricesRead}, a legal hold taken to cost what a PUT does`,
    ...parts,
  ];
}

const dollars = (usd: number): string => `${usd < 0.01 ? usd.toFixed(6) : usd.toFixed(2)} USD`;

function holdText({ id, system, environment, period }: NewHold): string {
  return `${id}: ${system} in ${environment}, ${period.from} up to ${period.to ?? "its release"}`;
}

function state({ released, doubts, approval }: Hold): string {
  if (released !== undefined) return `released ${released.recordedAt} by ${released.actor}`;
  const words = [
    "in force",
    ...(approval ? [`release ${approval.decision}`] : []),
    ...(doubts.length > 0 ? ["doubtful"] : []),
  ];
  return words.join(", ");
}

function recordFinding({ code, key, reason }: RecordFinding): string {
  return `! ${key} [${code}] ${RECORD_FINDINGS[code].title}: ${reason}`;
}

/** Tables have line feeds of their own and are made of counts and names; all else is shown with care. */
function line(text: string): string {
  return text.split("\n").map(visible).join("\n");
}

function plainTable(...head: string[]) {
  return new Table({ head, style: { head: [], border: [], compact: true } });
}

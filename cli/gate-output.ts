import Table from "cli-table3";
import type { Status } from "../gate/decisions";
import type { Lack } from "../gate/requirements/lack";
import { visible } from "./visible";

const BARE = { style: { head: [], border: [] } };

/** A version as an approver must see it before they answer for it, on stderr. */
export function printStatus(status: Status): void {
  const { name, version, key, run, artifacts } = status;
  say(`${name} ${version} (AI system: ${status.system ?? "none declares it: it never gets production"})`);
  say(`made         ${status.createdAt} from ${status.source}`);
  if (run !== undefined)
    say(`run          ${run.id} in ${run.experimentName}, ${run.status}, started ${run.startedAt}`);
  say(`contributors ${people(status) || "none that the gate saw"}`);
  say(`evidence     ${key?.evidenceSha256 ?? "cannot be told"}`);
  say(
    `artifacts    ${key?.artifactSha256 ?? "not below its own run or logged model"}${
      artifacts === undefined ? "" : ` (${artifacts.files} files, ${artifacts.bytes} bytes)`
    }`,
  );
  say(
    `production   ${status.inProduction.join(", ") || (status.wasInProduction ? "not now; it was before" : "never")}`,
  );
  if (run !== undefined && Object.keys(run.tags).length > 0) printTags(run.tags);
  if (run !== undefined && run.datasets.length > 0) printDatasets(run.datasets);
  if (status.measured.length > 0) printMeasured(status);
  printApprovals(status);
  const { approval, promotion } = status.lacks;
  printLacks("before it can be approved", approval);
  // What lacks for an approval lacks for a promotion, too: it is told once.
  const told = new Set(approval.map(({ what }) => what));
  const besides = approval.length > 0 ? "besides, " : "";
  printLacks(
    `${besides}before it can be promoted`,
    promotion.filter(({ what }) => !told.has(what)),
  );
  if (status.history.length > 0) printHistory(status);
}

export function printLacks(when: string, lacks: readonly Lack[]): void {
  say(lacks.length === 0 ? `nothing lacks ${when}` : `\nlacks ${when}:`);
  lacks.forEach(({ requirement, what, fix, duties }, index) => {
    say(`  ${index + 1}. [${requirement}] ${what} (${duties.join(", ")})`);
    say(`     ${fix}`);
  });
}

function people({ contributors }: Status): string {
  return [
    ...new Set(contributors.map(({ name, kind }) => (kind === "service" ? `${name} (program)` : name))),
  ].join(", ");
}

/** What a person wrote for the change record; the gate's own stamps and MLflow's are in the JSON. */
function printTags(tags: Readonly<Record<string, string>>): void {
  const shown = Object.entries(tags).filter(([key]) => key.startsWith("ai_act."));
  for (const [key, value] of shown) say(`  ${key} = ${value}`);
}

function printDatasets(datasets: NonNullable<Status["run"]>["datasets"]): void {
  const table = new Table({ ...BARE, head: ["data set", "context", "sha256", "source"] });
  for (const { name, tags, source } of datasets)
    table.push(
      [name, tags["mlflow.data.context"] ?? "", (tags["sha256"] ?? "").slice(0, 12), source].map(visible),
    );
  console.error(table.toString());
}

function printMeasured({ measured }: Status): void {
  const table = new Table({ ...BARE, head: ["metric", "value", "needed"] });
  for (const { metric, value, needed } of measured)
    table.push([metric, String(value ?? "missing"), needed].map(visible));
  console.error(table.toString());
}

function printApprovals({ approvals }: Status): void {
  for (const { id, by, at, modification, revoked, changed } of approvals) {
    const stands =
      revoked !== undefined
        ? `revoked by ${revoked.by} at ${revoked.at}${revoked.reason === undefined ? "" : `: ${revoked.reason}`}`
        : changed.length > 0
          ? `void: ${changed.join(", ")} changed since`
          : "stands";
    say(`approval     ${id} by ${by} at ${at}, ${modification?.class ?? ""}: ${stands}`);
  }
}

function printHistory({ history }: Status): void {
  const table = new Table({ ...BARE, head: ["at", "act", "by", "door", "record"] });
  for (const { at, act, by, door, record } of history)
    table.push([at, act, by, door ?? "", record].map(visible));
  console.error(table.toString());
}

/** What the gate tells comes from many hands: nothing in it moves the cursor. */
function say(text: string): void {
  console.error(text.split("\n").map(visible).join("\n"));
}

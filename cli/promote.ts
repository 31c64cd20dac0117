import { Command } from "commander";
import { gateOptionInvalid } from "../errors";
import type { BreakGlassRequest, Promoted } from "../gate/decisions";
import { confirm } from "./confirm";
import { gated, GATE_HELP, GateClient, type GateOptions } from "./gate-client";
import { doorArguments, doored, doorOf, type DoorOptions } from "./gate-door";
import { printLacks } from "./gate-output";

interface PromoteOptions extends GateOptions, DoorOptions {
  readonly rollback: boolean;
  readonly breakGlass?: string;
  readonly yes: boolean;
}

interface BreakGlassOptions extends GateOptions, DoorOptions {
  readonly reason: string;
  readonly minutes: string;
  readonly yes: boolean;
}

type Shown = Pick<Promoted, "act" | "record" | "displaces" | "lacks">;

const PROMOTE_HELP = `
Everything production requires is checked again, and the evidence compared with what was approved. By the stage, other
versions in Production are archived by the same change, because MLflow serves the highest number.

--rollback goes back to a version that was in production before and whose approval stands. Evidence and artifacts are
compared; what else has become lacking since (an assessment that expired) is recorded and does not stop it.
${GATE_HELP}

Examples:
  $ evidence promote credit-scoring 4 --alias champion
  $ evidence promote credit-scoring 3 --alias champion --rollback`;

/** `evidence promote`: a version enters production, or comes back. */
export function promoteCommand(): Command {
  return doored(gated(new Command("promote")))
    .description("Put an approved version into production, or roll back to one that was there.")
    .argument("<name>", "registered model")
    .argument("<version>", "version number")
    .option("--rollback", "back to a version that was in production before", false)
    .option("--break-glass <id>", "with a break-glass request by another approver")
    .option("--yes", "do not ask before glass is broken", false)
    .addHelpText("after", PROMOTE_HELP)
    .action(promote);
}

async function promote(name: string, version: string, options: PromoteOptions): Promise<void> {
  const { rollback: rollBack, breakGlass, json } = options;
  const door = doorOf(options);
  const gate = new GateClient(options);
  if (breakGlass !== undefined)
    await confirm(`Put ${name} ${version} into production although it lacks something?`, options.yes);
  const order = { name, version, door, rollBack, ...(breakGlass !== undefined && { breakGlass }) };
  const { act, record, displaces, lacks } = await gate.post<Shown>("promotions", order);
  if (json) {
    console.log(JSON.stringify({ act, record, displaces, lacks }, undefined, 2));
    return;
  }
  console.error(`${DONE[act]}: ${name} ${version} by ${door.kind} ${door.name}, ${record}`);
  if (displaces.length > 0) console.error(`displaced: version ${displaces.join(", ")}`);
  if (lacks.length > 0) printLacks("and is in production nevertheless, which is on record", lacks);
}

const DONE: Readonly<Record<Promoted["act"], string>> = {
  promote: "promoted",
  "roll-back": "rolled back",
  "break-glass": "promoted with broken glass",
};

const BREAK_GLASS_HELP = `
For an emergency only. Two approvers are needed: you ask, the other, who took no part in the version, promotes with the id
that is printed, once, within the time. What the version lacks is recorded; people are alerted both times.
${GATE_HELP}

Example:
  $ evidence break-glass credit-scoring 5 --alias champion --minutes 60 --reason "version 4 rejects every applicant (INC-14)"`;

/** `evidence break-glass`: the first of two approvers asks for production without everything that is required. */
export function breakGlassCommand(): Command {
  return doored(gated(new Command("break-glass")))
    .description(
      "Ask, as an approver, for a version in production that lacks something; another approver promotes it.",
    )
    .argument("<name>", "registered model")
    .argument("<version>", "version number")
    .requiredOption("--reason <text>", "why it cannot wait")
    .option("--minutes <number>", "how long the other approver has, at most 1440", "60")
    .option("--yes", "do not ask", false)
    .addHelpText("after", BREAK_GLASS_HELP)
    .action(askBreakGlass);
}

async function askBreakGlass(name: string, version: string, options: BreakGlassOptions): Promise<void> {
  const door = doorOf(options);
  if (!/^[1-9][0-9]{0,3}$/.test(options.minutes) || Number(options.minutes) > 1440)
    throw gateOptionInvalid(
      "--minutes",
      options.minutes,
      "a whole number from 1 to 1440",
      "name a shorter time",
    );
  const gate = new GateClient(options);
  await confirm(`Ask for ${name} ${version} in production although it lacks something?`, options.yes);
  const until = new Date(Date.now() + Number(options.minutes) * 60_000).toISOString();
  const order = { name, version, door, reason: options.reason, until };
  const asked = await gate.post<BreakGlassRequest>("break-glass", order);
  if (options.json) {
    console.log(JSON.stringify(asked, undefined, 2));
    return;
  }
  console.error(`asked: ${asked.record}, valid until ${asked.until}`);
  console.error(
    `the other approver runs: evidence promote ${name} ${version} ${doorArguments(door)} --break-glass ${asked.id}`,
  );
}

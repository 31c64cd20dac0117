import { Refusal } from "../refusal";
import type { Holder, Target } from "./gate-state";

/** What a target is, for people. */
function inWords(target: Target): string {
  const [kind, ...rest] = target.split(":");
  const id = rest.join(":");
  switch (kind) {
    case "model":
      return `logged model ${id}`;
    case "version":
      return `model version ${id.replace("/", " v")}`;
    case "registered-model":
      return `registered model ${id}`;
    default:
      return `${kind} ${id}`;
  }
}

/** Why a holder keeps something as it is, and what ends it. */
function because(holder: Holder): string {
  const [kind, ...rest] = holder.split(":");
  const id = rest.join(":");
  switch (kind) {
    case "reading":
      return "a decision about it is being made at this moment; try again when it is there";
    case "approval":
      return `approval ${id} stands on it as it is; whoever has to change it lets the approval be revoked first`;
    default:
      return `it is evidence of a version that was in production (decision ${id}); it stays as it is, a change needs a new run or version`;
  }
}

export interface Frozen {
  readonly target: Target;
  readonly holder: Holder;
}

export function frozen(found: readonly Frozen[]): Refusal {
  const [first, ...others] = found;
  const more = others.length > 0 ? ` (and ${others.length} more of the kind)` : "";
  const what = first === undefined ? "it" : `${inWords(first.target)} is frozen: ${because(first.holder)}`;
  return new Refusal("RESOURCE_CONFLICT", `EU AI Act gate: ${what}${more}.`);
}

export interface UnderWay {
  readonly target: Target;
  readonly principal: string;
}

export function writesUnderWay(found: readonly UnderWay[], waitedMs: number): Refusal {
  const [first, ...others] = found;
  const waited = `${Math.round(waitedMs / 1000)} s`;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  const what =
    first === undefined
      ? `the gate's database was restarted less than ${waited} ago, and may have forgotten writes that are under way`
      : `a write to ${inWords(first.target)} by ${first.principal}${more} is still under way after ${waited}`;
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: nothing can be decided now, because ${what}. Nothing was frozen or changed. Try again when it has ended.`,
  );
}

export function decisionUnderWay(model: string, waitedMs: number): Refusal {
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: another decision about registered model ${model} has been under way for more than ${Math.round(waitedMs / 1000)} s. Nothing was changed. Try again when it has ended.`,
  );
}

export function intentOpen(model: string): Refusal {
  return new Refusal(
    "RESOURCE_CONFLICT",
    `EU AI Act gate: of an earlier change of registered model ${model} it is not settled yet whether MLflow carried it out. Nothing was changed. The gate looks at it again by itself; try again in two minutes.`,
  );
}

export function turnLost(model: string): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: the connection that kept other decisions about registered model ${model} waiting broke off, so that this one does not go on. Try again.`,
  );
}

/** @param why the database's own words; it does not repeat passwords in them */
export function databaseSilent(why: string): Refusal {
  return new Refusal(
    "PERMISSION_DENIED",
    `EU AI Act gate: its own database does not answer as it should (${why}), and without it the gate goes no further. Try again later; if it lasts, whoever runs the gate has to look.`,
  );
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export const WORKFLOWS_DIR = join(__dirname, "../../.github/workflows");

/** A step of a job, as far as we look at it. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly "continue-on-error"?: boolean;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The templates that a team copies: file name and text. */
export const WORKFLOWS = readdirSync(WORKFLOWS_DIR)
  .sort()
  .map((file) => ({ file, text: readFileSync(join(WORKFLOWS_DIR, file), "utf8") }));

export const workflowOf = (text: string): Workflow => parse(text) as Workflow;

/** One of the templates. */
export function template(file: string): { readonly text: string; readonly workflow: Workflow } {
  const found = WORKFLOWS.find((each) => each.file === file);
  if (!found) throw new Error(`${file} is not in .github/workflows`);
  return { text: found.text, workflow: workflowOf(found.text) };
}

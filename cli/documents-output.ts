import path from "node:path";
import type { Difference, DocumentElement } from "../evidence/documents";
import { visible } from "./visible";

/** A document that was generated. */
export interface Made {
  readonly environment: string;
  readonly system: string;
  readonly name: string;
  readonly title: string;
  /** Below the folder of the documents. */
  readonly path: string;
  readonly elements: readonly DocumentElement[];
}

/** A file that is not as it should be. */
export interface Stale {
  readonly path: string;
  readonly why: "missing" | "differs" | "not generated";
  readonly difference?: Difference;
}

interface Told {
  readonly out: string;
  readonly check: boolean;
  readonly made: readonly Made[];
  readonly stale: readonly Stale[];
}

export const documentsJson = (told: Told): string => JSON.stringify(told, undefined, 2);

/** What was made, with what is missing in it, or which files are stale and from which line on. */
export function documentsText({ out, check, made, stale }: Told): string {
  if (stale.length > 0)
    return [
      "stale; run `evidence documents` with the same options and commit:",
      ...stale.flatMap((each) => staleLines(out, each)),
    ].join("\n");
  const lines = made.map(({ path: name, elements }) => {
    const missing = elements.filter(({ state }) => state === "missing").length;
    const state =
      elements.length === 0 ? "" : missing === 0 ? "" : `  ${missing} of ${elements.length} missing`;
    return `  ${path.join(out, name)}${state}`;
  });
  return [
    check ? `up to date: ${made.length} documents` : `written: ${made.length} documents`,
    ...lines,
  ].join("\n");
}

function staleLines(out: string, { path: name, why, difference }: Stale): readonly string[] {
  const file = path.join(out, name);
  if (!difference)
    return [`  ${file}: ${why === "missing" ? "is not there" : "is not generated any more; remove it"}`];
  const { line, generated, found } = difference;
  const shown = (text: string | undefined) =>
    text === undefined ? "(the end)" : visible(text.slice(0, 160));
  return [`  ${file}:${line}`, `    found:     ${shown(found)}`, `    generated: ${shown(generated)}`];
}

import { isNode, LineCounter, parseDocument, type Document } from "yaml";
import type { Problem } from "../errors";

/** A YAML file as read: its value and where in the file each path of it stands. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** `file:line` of a field, or of its nearest parent that exists. */
  at(path: readonly PropertyKey[]): string;
}

/** Aliases can blow a small file up to gigabytes; configs need none at all. */
const MAX_ALIASES = 0;

/** Parses one YAML 1.2 document. Syntax problems are returned, each with its line. */
export function parseYaml(path: string, bytes: Uint8Array): YamlFile {
  const nowhere = () => path;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const problem = {
      code: "not-utf-8",
      where: path,
      needed: "a file in UTF-8",
      fix: "save the file as UTF-8",
    };
    return { path, value: undefined, problems: [problem], at: nowhere };
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const problems: Problem[] = document.errors.map((error) => ({
    code: "yaml-syntax",
    where: `${path}:${lines.linePos(error.pos[0]).line}`,
    given: firstLine(error.message),
    needed: "one YAML 1.2 document without duplicate keys",
    fix: "mend the syntax at that line",
  }));
  if (problems.length > 0) return { path, value: undefined, problems, at: nowhere };
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { path, value, problems, at: (field) => `${path}:${lineOf(document, lines, field)}` };
  } catch (error) {
    const problem = {
      code: "yaml-alias",
      where: path,
      given: firstLine(error instanceof Error ? error.message : String(error)),
      needed: "plain values: anchors and aliases (& and *) are not read here",
      fix: "write the value out where it is used",
    };
    return { path, value: undefined, problems: [problem], at: nowhere };
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? text;

import { isObject } from "./json";

/**
 * Paths of attributes as people write them: `rule[end-of-retention].expiration[0].days`. An element of a list is named by
 * what names it in the list (a statement by its effect and Sid), or else by its index; a key that holds a dot stands in
 * brackets, too.
 */
export type Path = readonly string[];

/** What names an element of a list, the first that is there. */
const NAMES = ["Sid", "id", "alias", "field", "name", "path"];

/** One step into a list. */
export function stepOf(element: unknown, index: number): string {
  if (!isObject(element)) return typeof element === "string" ? `[${element}]` : `[${index}]`;
  const name = NAMES.map((key) => element[key]).find((value) => typeof value === "string") ?? String(index);
  return element["Effect"] === undefined ? `[${name}]` : `[${String(element["Effect"])} ${name}]`;
}

/** One step into an object. */
export const keyStep = (key: string): string => (/[.[\]]/.test(key) ? `[${key}]` : key);

export const written = (path: Path): string =>
  path.reduce((text, step) => (text === "" || step.startsWith("[") ? text + step : `${text}.${step}`), "");

const STEPS = /\[[^\]]*\]|[^.[\]]+/g;

/**
 * Whether a path is of a pattern: `*` stands for anything within one step, `|` parts what it may be, `**` as last step
 * stands for any steps, none included.
 */
export function isOf(pattern: string): (path: Path) => boolean {
  const steps = pattern.match(STEPS) ?? [];
  const open = steps.at(-1) === "**";
  const wanted = (open ? steps.slice(0, -1) : steps).map(stepLike);
  return (path) =>
    (open ? path.length >= wanted.length : path.length === wanted.length) &&
    wanted.every((step, index) => step.test(path[index] ?? ""));
}

function stepLike(step: string): RegExp {
  const [, inBrackets] = /^\[(.*)\]$/s.exec(step) ?? [];
  const names = glob(inBrackets ?? step);
  return new RegExp(inBrackets === undefined ? `^${names}$` : `^\\[${names}\\]$`, "s");
}

/** A pattern with `*` and `|` as an expression. */
export const glob = (pattern: string): string =>
  `(?:${pattern.replace(/[.+?^${}()[\]\\]/g, "\\$&").replaceAll("*", ".*")})`;

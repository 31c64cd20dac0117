import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { nothingToJudge, notJson, notSynthesized, tooLargeToJudge } from "../../errors";
import type { ResourceSet } from "../resource-set";
import { kindOf } from "./kind";
import { emptied } from "./members";
import { readPlans } from "./plan";
import { stateSet } from "./state";
import { synthesizedSet, type Source } from "./synthesized";

/** Larger files do not fit into one text of the language's runtime. */
const LIMIT_BYTES = 500 * 2 ** 20;
const STACK_FILE = "cdk.tf.json";

/**
 * The set a path stands for: a folder of synthesized stacks, one of them, or the JSON of a plan (what there would be)
 * or of a state (what there is).
 *
 * @throws UserError that says what is wrong with it
 */
export function readSet(path: string): ResourceSet {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw nothingToJudge(path);
  if (found.isDirectory()) return readFolder(path);
  const source = readJson(path);
  switch (kindOf(source.json)) {
    case "plan":
      return readPlans([source]).after;
    case "state":
      return stateSet([source], false);
    case "synthesized":
      return synthesizedSet([source], false);
    default:
      throw notSynthesized(path, "none of the keys such a document has");
  }
}

function readFolder(folder: string): ResourceSet {
  return synthesizedSet(readStacks(folder), !existsSync(join(folder, STACK_FILE)));
}

/**
 * All stacks of a folder: those its manifest lists, because folders of stacks that are gone stay behind.
 *
 * @throws UserError when there is none, or one cannot be read
 */
export function readStacks(folder: string): readonly Source[] {
  const manifest = join(folder, "manifest.json");
  const files = existsSync(manifest) ? listed(manifest, folder) : unlisted(folder);
  if (files.length === 0) throw nothingToJudge(folder);
  return files.sort().map((file) => readJson(file));
}

function listed(manifest: string, folder: string): string[] {
  const { stacks = {} } = readJson(manifest).json as {
    stacks?: Record<string, { synthesizedStackPath: string }>;
  };
  return Object.values(stacks).map(({ synthesizedStackPath }) => join(folder, synthesizedStackPath));
}

/** A folder of stacks, or the folder above it, or the folder of one stack. */
function unlisted(folder: string): string[] {
  const below = (parent: string) =>
    statSync(parent, { throwIfNoEntry: false })?.isDirectory()
      ? readdirSync(parent).map((name) => join(parent, name, STACK_FILE))
      : [];
  return (
    [below(join(folder, "stacks")), below(folder), [join(folder, STACK_FILE)]]
      .map((files) => files.filter((file) => existsSync(file)))
      .find((files) => files.length > 0) ?? []
  );
}

/**
 * Reads one JSON file; its stack is called as its folder or file is.
 *
 * @param see gets the bytes that are read, to tell later whether the file is still the same
 * @param unread members of the outermost object that nobody looks into
 * @throws UserError when it is missing, too large, or no JSON
 */
export function readJson(
  path: string,
  see?: (bytes: Buffer) => void,
  unread: readonly string[] = [],
): Source {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw nothingToJudge(path);
  if (size > LIMIT_BYTES) throw tooLargeToJudge(path, size, LIMIT_BYTES);
  const text = readText(path, see, unread);
  const stack =
    basename(path) === STACK_FILE ? basename(dirname(path)) : basename(path).replace(/\.json$/, "");
  try {
    return { path, json: JSON.parse(text) as unknown, stack };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw notJson(
      path,
      words.slice(0, 200),
      /^\s*[{[]/.test(text) && /end of JSON|Unterminated|Expected/.test(words),
    );
  }
}

/** The text alone is kept: the bytes go as soon as it is made. */
function readText(
  path: string,
  see: ((bytes: Buffer) => void) | undefined,
  unread: readonly string[],
): string {
  const bytes = readFileSync(path);
  see?.(bytes);
  return (unread.length > 0 ? emptied(bytes, unread) : bytes).toString("utf8");
}

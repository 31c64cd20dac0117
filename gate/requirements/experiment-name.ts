/**
 * The name of an experiment tells a reviewer, without opening it, which system is changed, what is changed and why, under
 * which change and in which regulatory context:
 *
 *     <system>/<what>-for-<why>/<change id>/<regulatory context>
 *     credit-scoring/features-for-higher-recall-of-defaults/CHG-1042/annex-iii-5b
 *
 * Only small Latin letters, digits, hyphens and slashes, and capitals in the change id, so that two names that look alike are alike.
 */
export interface ExperimentName {
  /** Id of the AI system. */
  readonly system: string;
  readonly what: WhatChanged;
  /** Purpose of the change in a few words. */
  readonly why: string;
  /** Of the team's own change management, where the change is described. */
  readonly changeId: string;
  readonly context: string;
}

/** What a change can be of: a closed list, so that experiments can be filtered by it. */
export const WHAT_CHANGED = [
  "baseline",
  "data",
  "features",
  "model",
  "hyperparameters",
  "threshold",
  "retraining",
  "software",
] as const;

export type WhatChanged = (typeof WHAT_CHANGED)[number];

const JOINT = "-for-";
const WORDS = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Longest form of each part: together less than the 500 characters that MLflow takes. */
const LONGEST = { system: 32, why: 80, context: 48 } as const;

export const CHANGE_ID = /^[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}$/;

/** The grammar in one line, for messages. */
export const EXPERIMENT_NAME_FORM = "<system>/<what>-for-<why>/<change id>/<regulatory context>";

/** What a name says, or what of it cannot be read. */
export type ParsedName = { readonly name: ExperimentName } | { readonly problem: string };

/** Reads a name. Says the first thing that is wrong, from left to right. */
export function parseExperimentName(text: string): ParsedName {
  const parts = text.split("/");
  const [system = "", change = "", changeId = "", context = ""] = parts;
  if (parts.length !== 4)
    return { problem: `it has ${parts.length} part(s) between slashes, and 4 are needed` };
  if (!isWords(system, LONGEST.system)) return { problem: partProblem("system", LONGEST.system) };
  const joint = change.indexOf(JOINT);
  if (joint < 0) return { problem: `the second part has no \`${JOINT}\` between what is changed and why` };
  const what = change.slice(0, joint);
  const why = change.slice(joint + JOINT.length);
  if (!isWhat(what)) return { problem: `what is changed has to be one of ${WHAT_CHANGED.join(", ")}` };
  if (!isWords(why, LONGEST.why)) return { problem: partProblem("why", LONGEST.why) };
  if (!CHANGE_ID.test(changeId))
    return { problem: "the change id has to be capitals, a hyphen and a number, such as CHG-1042" };
  if (!isWords(context, LONGEST.context))
    return { problem: partProblem("regulatory context", LONGEST.context) };
  return { name: { system, what, why, changeId, context } };
}

const partProblem = (part: string, longest: number) =>
  `the ${part} has to be small letters and digits in words joined by single hyphens, a letter first, ${longest} characters at the most`;

/** The one text of a name. @throws RangeError when a part does not fit the grammar, which is a fault of the caller */
export function formatExperimentName({ system, what, why, changeId, context }: ExperimentName): string {
  const text = `${system}/${what}${JOINT}${why}/${changeId}/${context}`;
  const parsed = parseExperimentName(text);
  if ("problem" in parsed) throw new RangeError(`no experiment name: ${parsed.problem}`);
  return text;
}

export const isWhat = (text: string): text is WhatChanged =>
  (WHAT_CHANGED as readonly string[]).includes(text);

function isWords(text: string, longest: number): boolean {
  return text.length <= longest && WORDS.test(text);
}

/** Makes words of any text: what cannot be written becomes a hyphen. Empty where nothing is left. */
export function wordsOf(text: string, longest: keyof typeof LONGEST): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST[longest])
    .replace(/-+$/, "");
}

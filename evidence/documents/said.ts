import type { AskedElement } from "../../regulation";

/** What a part of a document says, and of which of the things asked for. */
export type Said =
  | {
      readonly is: "present";
      readonly elements: readonly AskedElement[];
      readonly body: string;
      /** It names the document that holds it, and no more. */
      readonly byReference?: true;
    }
  | {
      readonly is: "missing";
      readonly elements: readonly AskedElement[];
      /** Why it is not here, and whose it is to supply: sentences. */
      readonly because: string;
      /** What stands here all the same. */
      readonly body: string;
    };

/** One part of a document, under its own heading. */
export interface Part {
  readonly title: string;
  readonly says: readonly Said[];
}

type OneOrMore = AskedElement | readonly AskedElement[];

const listed = (elements: OneOrMore): readonly AskedElement[] => [elements].flat();

/** Says what is asked for. */
export const tells = (elements: OneOrMore, ...blocks: readonly string[]): Said => ({
  is: "present",
  elements: listed(elements),
  body: joined(blocks),
});

const joined = (blocks: readonly string[]): string => blocks.filter((block) => block !== "").join("\n\n");

/** Names the document that holds what is asked for: nothing of it stands here. */
export const refers = (elements: OneOrMore, ...blocks: readonly string[]): Said => ({
  is: "present",
  elements: listed(elements),
  body: joined(blocks),
  byReference: true,
});

/** Says something that nothing asks for by itself. */
export const adds = (...blocks: readonly string[]): Said => tells([], ...blocks);

/** Does not have what is asked for, or not all of it; what there is may follow. */
export const lacks = (elements: OneOrMore, because: string, ...blocks: readonly string[]): Said => ({
  is: "missing",
  elements: listed(elements),
  because,
  body: joined(blocks),
});

/** Says what is asked for, unless something contradicts it: then it is missing, and what was to be said follows. */
export const unless = (
  shortfall: string | undefined,
  element: AskedElement,
  ...blocks: readonly string[]
): Said => (shortfall === undefined ? tells(element, ...blocks) : lacks(element, shortfall, ...blocks));

/** What the config says, or that it does not, and where it would stand. */
export function fromConfig<T>(
  element: AskedElement,
  value: T | undefined,
  field: string,
  say: (value: T) => string,
): Said {
  if (value !== undefined) return tells(element, say(value));
  return lacks(element, suppliedInConfig(field));
}

/** Whose it is, where the config has a place for it. */
export const suppliedInConfig = (field: string): string =>
  `The config does not say it. The provider supplies it: \`${field}\` in the system's file.`;

import type { AskedElement } from "../../regulation";

/** What a part of a document says, and of which of the things asked for. */
export type Said =
  | { readonly is: "present"; readonly elements: readonly AskedElement[]; readonly body: string }
  | {
      readonly is: "missing";
      readonly elements: readonly AskedElement[];
      /** Why it is not here, and whose it is to supply: sentences. */
      readonly because: string;
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
  body: blocks.filter((block) => block !== "").join("\n\n"),
});

/** Says something that nothing asks for by itself. */
export const adds = (...blocks: readonly string[]): Said => tells([], ...blocks);

/** Does not have what is asked for. */
export const lacks = (elements: OneOrMore, because: string): Said => ({
  is: "missing",
  elements: listed(elements),
  because,
});

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

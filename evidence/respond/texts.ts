import type { Language } from "./language";
import { de } from "./text-de";
import { en } from "./text-en";
import type { Texts } from "./text-shape";

/** By language. */
export const TEXTS: Readonly<Record<Language, Texts>> = { en, de };

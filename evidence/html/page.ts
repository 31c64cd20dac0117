import { Eta } from "eta";

/** A part of a page that its list of contents leads to. */
export interface PagePart {
  /** Id of the part's heading in the body. */
  readonly id: string;
  readonly title: string;
}

/** What the shell itself says, in the language of the page. */
export interface PageWords {
  /** BCP 47 tag of the language of title and body. */
  readonly lang: string;
  readonly skip: string;
  readonly contents: string;
}

/** What a page is made of. Plain texts, but for `body`; the template escapes them. */
export interface Page {
  readonly title: string;
  /** What it is about, above the title and in the tab: system and environment, say. Each may be written from the right. */
  readonly subject?: readonly string[];
  /** One sentence below the title: what the page is, and what it is not. */
  readonly about?: string;
  /** Links to parts of the body, for a page of more than a few screens. */
  readonly contents?: readonly PagePart[];
  /** HTML of the page's parts, from a template that escapes. Headings begin at `h2`. */
  readonly body: string;
  /** A sentence at the end: when and by what it was made. */
  readonly footer?: string;
  /** @default English */
  readonly words?: PageWords;
}

const ENGLISH: PageWords = { lang: "en", skip: "Skip to the content", contents: "On this page" };
const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });

/** A page that stands alone: no script, nothing from the network, light and dark, fit to print. */
export function htmlPage(page: Page): string {
  return templates.render("./page", { words: ENGLISH, ...page }).trimStart();
}

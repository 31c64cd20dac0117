import { Eta } from "eta";

/** What a page is made of. */
export interface Page {
  readonly title: string;
  /** One sentence below the title: what the page is, and what it is not. */
  readonly about?: string;
  /** HTML of the page's parts, from a template that escapes. */
  readonly body: string;
}

const templates = new Eta({ views: __dirname, autoEscape: true, autoTrim: false });

/** A page that stands alone: no script, nothing from the network, light and dark, fit to print. */
export function htmlPage(page: Page): string {
  return templates.render("./page", page);
}

import type { Published } from "../evidence/publish";
import { visible } from "./visible";

const WORDS: Readonly<Record<Published["outcome"], string>> = {
  created: "created",
  updated: "updated",
  unchanged: "unchanged",
  edited: "left alone: a person changed the page since it was published; --force lays the document over it",
  "not-ours": "left alone: somebody else's page has this title; --force takes it over",
  "title-taken":
    "left alone: a page that the account does not see has this title (one with restrictions, say): let the account see it, or rename it",
  conflict: "left alone: somebody changed the page twice while it was published; run it again",
};

/** What came of each page. */
export function printPublished(
  published: readonly Published[],
  { dryRun, json }: { readonly dryRun: boolean; readonly json: boolean },
): void {
  if (json) return console.log(JSON.stringify({ dryRun, pages: published }, undefined, 2));
  for (const { title, outcome, link, changes = [] } of published) {
    const words =
      dryRun && (outcome === "created" || outcome === "updated") ? `would be ${outcome}` : WORDS[outcome];
    console.log(visible(`${title}: ${words}${link === undefined ? "" : ` (${link})`}`));
    for (const line of changes) console.log(visible(`  ${line}`));
  }
}

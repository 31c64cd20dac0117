import { canonicalString, sha256Hex } from "../event";
import { readable } from "../atlassian";
import { escapeHtml } from "../html/escape";
import type { GeneratedDocument } from "../documents/document";
import { toStorage, type PageTitles } from "./to-storage";

/** A document as it is read from its file, or made. */
export type Publishable = Pick<GeneratedDocument, "name" | "title" | "markdown">;

/** Whose documents they are. */
export interface About {
  readonly environment: string;
  readonly system: string;
  /** The system's dashboard in Datadog: the monitoring plan at work. */
  readonly dashboard?: string;
}

/** A page as it ought to be. */
export interface Page {
  readonly document: string;
  /** There once in a space. */
  readonly title: string;
  /** Storage format. */
  readonly body: string;
  /** SHA-256 of title and body. */
  readonly digest: string;
}

/** Confluence's limit. */
const LONGEST_TITLE = 255;

/** Pages of all documents, which link to each other. The same for the same documents. */
export function pagesOf(documents: readonly Publishable[], about: About): readonly Page[] {
  const titles: PageTitles = new Map(
    documents.map((document) => [`${document.name}.md`, titleOf(document, about)]),
  );
  return documents.map((document) => {
    const title = titleOf(document, about);
    const body = `${noteOf(about)}${toStorage(withoutTitle(document.markdown), titles)}`;
    return { document: document.name, title, body, digest: sha256Hex(canonicalString({ title, body })) };
  });
}

/** System and environment stand before it: a title is there once in a space. */
function titleOf({ title }: Publishable, { system, environment }: About): string {
  return readable(`${system}, ${environment}: ${title}`, LONGEST_TITLE);
}

/** The page's title is above the text already. */
const withoutTitle = (markdown: string): string => markdown.replace(/^\s*# [^\n]*\n+/, "");

/** Stands on every page; by it a page is known whose making was cut off. */
export const NOTE =
  "This page is made from configuration, deployed stacks and records. Change those: a change made here stops it from being brought up to date.";

function noteOf({ dashboard }: About): string {
  const link =
    dashboard === undefined
      ? ""
      : `<p><a href="${escapeHtml(dashboard)}">The dashboard in Datadog</a> shows it live.</p>`;
  return `<p><em>${NOTE}</em></p>${link}`;
}

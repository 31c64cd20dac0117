import { bullets, code, sentence } from "../markdown";
import type { GeneratedDocument } from "./document";
import { documentHtml } from "./html";
import type { DocumentsInput } from "./input";

/** A file that is generated: path below the folder of documents, with slashes, and its text. */
export interface DocumentFile {
  readonly path: string;
  readonly content: string;
}

/** Where the documents of a system in an environment lie, below the folder of all. */
export const folderOf = ({ environment, system }: Pick<DocumentsInput, "environment" | "system">): string =>
  `${environment.id}/${system.id}`;

/** Each document as Markdown and as a page, and a list of them. */
export function documentFiles(
  input: DocumentsInput,
  documents: readonly GeneratedDocument[],
): readonly DocumentFile[] {
  const folder = folderOf(input);
  return [
    { path: `${folder}/README.md`, content: listing(input, documents) },
    ...documents.flatMap((document) => [
      { path: `${folder}/${document.name}.md`, content: document.markdown },
      { path: `${folder}/${document.name}.html`, content: documentHtml(document) },
    ]),
  ];
}

function listing({ system, environment }: DocumentsInput, documents: readonly GeneratedDocument[]): string {
  return [
    `# ${sentence(system.title)} (${code(system.id)}) in ${code(environment.id)}`,
    "Made by `evidence documents`; do not edit. Each page says at its top what is asked for, what of it is missing, and who supplies it.",
    bullets(documents.map(({ name, title, elements }) => `[${title}](${name}.md)${stateOf(elements)}`)),
    "",
  ].join("\n\n");
}

function stateOf(elements: GeneratedDocument["elements"]): string {
  const missing = elements.filter(({ state }) => state === "missing").length;
  if (elements.length === 0) return "";
  return missing === 0
    ? `: all ${elements.length} things asked for stand there`
    : `: **${missing} of ${elements.length}** missing`;
}

/** Where two texts part. */
export interface Difference {
  /** From 1. */
  readonly line: number;
  /** What would be generated; nothing where it ends before. */
  readonly generated: string | undefined;
  /** What stands in the file; nothing where it ends before. */
  readonly found: string | undefined;
}

/** The first line in which a file is not what would be generated; nothing where they are equal. */
export function firstDifference(generated: string, found: string): Difference | undefined {
  if (generated === found) return undefined;
  const [one, other] = [generated.split("\n"), found.split("\n")];
  const index = one.findIndex((line, at) => line !== other[at]);
  const at = index >= 0 ? index : one.length;
  return { line: at + 1, generated: one[at], found: other[at] };
}

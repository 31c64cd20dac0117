/** Something that the law asks for and that a document has, or lists as missing. */
export interface DocumentElement {
  /** Provision or section, as regulation/ spells it: `annex-iv:9`, `Art72`. */
  readonly ref: string;
  /** What is asked for, in words of regulation/. */
  readonly asked: string;
  readonly state: "present" | "missing";
  /** Where it stands in the document, or why it is missing and who supplies it. */
  readonly note: string;
}

/** One generated document of a system and environment. Its Markdown is the same on every machine for the same input. */
export interface GeneratedDocument {
  /** File name without ending, kebab case; a promise: pages are published under it. */
  readonly name: string;
  readonly title: string;
  /** System and environment that it is about. */
  readonly subject?: readonly string[];
  /** GitHub-flavoured Markdown; raw HTML is not used. */
  readonly markdown: string;
  readonly elements: readonly DocumentElement[];
}

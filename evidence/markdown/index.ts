/** Markdown that is made of texts from outside. */
export { bullets, table } from "./blocks";
export { sentence, sentenceWithCode } from "./sentence";
export { code, row, shown } from "./spans";

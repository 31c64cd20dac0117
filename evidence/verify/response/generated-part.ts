import { version } from "../../../package.json";
import { documentHtml } from "../../documents/html";
import { DOCUMENTS_FOLDER, RESPONSE_FILES, type ResponseManifest } from "../../respond";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";

/** The state of an element that the law asks for, in a document's table. */
const GAP = "| **missing** |";

/**
 * Every document is there twice, to be read by programs and by people, and says the same to both: the very page that this
 * version makes of the text. Pages of another version are not compared.
 */
export async function checkGenerated(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  { documents: said, missing, request: { system, environment }, tool }: ResponseManifest,
  checks: ResponseChecks,
): Promise<void> {
  const names = reader.names(`${DOCUMENTS_FOLDER}/`);
  const pages = names.filter((name) => name.endsWith(".html")).map((name) => name.slice(0, -5));
  const texts = names.filter((name) => name.endsWith(".md")).map((name) => name.slice(0, -3));
  if (pages.join() !== texts.join() || pages.length !== said)
    checks.fail(
      "statements",
      `documents/ has ${texts.length} text(s) and ${pages.length} page(s), said are ${said}`,
      RESPONSE_FILES.manifest,
    );
  if (tool.version !== version) return;
  for (const page of pages.map((name) => `${name}.html`)) {
    const text = page.replace(/html$/, "md");
    if (!intact.has(page) || !intact.has(text)) continue;
    const [found, markdown] = (await Promise.all([reader.read(page), reader.read(text)])).map(String) as [
      string,
      string,
    ];
    const title = /^# (.+)$/m.exec(markdown)?.[1] ?? "";
    const subject = [system, environment];
    if (found !== documentHtml({ name: "", title, subject, markdown, elements: [] }))
      checks.fail("statements", "it is not the page that this version makes of the text beside it", page);
    const gaps = markdown.split(GAP).length - 1;
    const about = `${page.replace(/\.html$/, "")}: `;
    const told = missing.filter(({ item }) => item.startsWith(about)).length;
    if (told < gaps)
      checks.fail("statements", `it lists ${gaps} element(s) as missing, and ${told} of it are named`, text);
  }
}

import { documentKey } from "../../documentation";
import {
  DOCUMENTS_FOLDER,
  missingShown,
  RESPONSE_FILES,
  TEXTS,
  type ListedDocument,
  type MissingShown,
  type RecordsFile,
  type ResponseManifest,
} from "../../respond";
import { recordKey } from "../../records";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";

/** Whether everything that was kept back is named in one place, and is not here after all. */
export function checkWithheld(
  reader: ResponseReader,
  { withheld }: ResponseManifest,
  records: RecordsFile | undefined,
  documents: readonly ListedDocument[] | undefined,
  checks: ResponseChecks,
): void {
  const named = new Map(withheld.map(({ item, sha256 }) => [item, sha256]));
  const fail = (reason: string, file: string = RESPONSE_FILES.manifest) =>
    checks.fail("withheld", reason, file);
  if (named.size !== withheld.length) fail("it names an item twice");
  for (const item of named.keys())
    for (const file of [item, ...(isGenerated(item) ? [`${item}.md`, `${item}.html`] : [])])
      if (reader.has(file)) fail("is here, and is said to be kept back", file);
  const redacted = new Map([...redactedRecords(records), ...redactedDocuments(documents)]);
  for (const [item, sha256] of redacted)
    if (named.get(item) !== sha256)
      fail(`${item} (SHA-256 ${sha256}) was kept back, and is not named with its reason and basis`);
  for (const item of named.keys())
    if (!redacted.has(item) && !isGenerated(item) && records !== undefined && documents !== undefined)
      fail(`${item} is said to be kept back, and neither records.json nor documents.json knows it`);
}

const isGenerated = (item: string): boolean => item.startsWith(`${DOCUMENTS_FOLDER}/`);

function redactedRecords(records: RecordsFile | undefined): [string, string][] {
  return (records?.streams ?? []).flatMap(({ stream, left_out }) =>
    left_out.flatMap(({ last, sha256, why }): [string, string][] =>
      why === "redacted" ? [[recordKey(stream, last), sha256]] : [],
    ),
  );
}

function redactedDocuments(documents: readonly ListedDocument[] | undefined): [string, string][] {
  return (documents ?? []).flatMap(({ sha256, left_out }): [string, string][] =>
    left_out === "redacted" ? [[documentKey(sha256), sha256]] : [],
  );
}

/** Whether all that the parts show to be missing is named. */
export function checkMissing(
  { missing }: ResponseManifest,
  shown: MissingShown,
  checks: ResponseChecks,
): void {
  const named = new Set(missing.map(({ item, because }) => `${item}\n${because}`));
  for (const { item, because } of missingShown(shown))
    if (!named.has(`${item}\n${because}`))
      checks.fail("statements", `it does not name what is missing: ${item}: ${because}`, "manifest.json");
}

/** Whether the cover, which people read first, has what the manifest says is missing or kept back, and the marking. */
export async function checkCover(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  manifest: ResponseManifest,
  checks: ResponseChecks,
): Promise<void> {
  const name = RESPONSE_FILES.cover;
  const page = intact.has(name) ? (await reader.read(name))?.toString("utf8") : undefined;
  if (page === undefined) return checks.cannotTell("cover", "it is not what was signed", name);
  const { request, missing, withheld, signing_key: key } = manifest;
  const told = [
    TEXTS[request.language].confidential,
    ...[request.reference, request.system, request.environment, request.period.from, request.period.to],
    key.fingerprint,
    ...missing.flatMap(({ item, because }) => [item, because]),
    ...withheld.flatMap(({ item, sha256, reason, basis }) => [item, sha256, reason, basis]),
  ];
  for (const text of told)
    if (!page.includes(escaped(text)))
      checks.fail("cover", `it does not say ${JSON.stringify(text.slice(0, 200))}`, name);
  if (/<script|<iframe|<object|<embed|\bon[a-z]+=/i.test(page))
    checks.fail("cover", "it holds a program", name);
}

/** As the template engine writes it. */
function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => signs[sign]!);
}

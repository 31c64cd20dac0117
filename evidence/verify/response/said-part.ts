import { escapeHtml } from "../../html/escape";
import { documentKey } from "../../documentation";
import type { Manifest } from "../../export";
import { chainHtml } from "../../chain/html";
import type { ChainAnswer } from "../../chain/model";
import {
  DOCUMENTS_FOLDER,
  missingShown,
  NOTHING_GENERATED,
  renderCover,
  renderVerifyText,
  RESPONSE_FILES,
  TEXTS,
  type ListedDocument,
  type RecordsFile,
  type ResponseManifest,
} from "../../respond";
import { version } from "../../../package.json";
import { recordKey } from "../../records";
import type { ResponseChecks } from "./checks";
import type { ResponseReader } from "./folder";
import type { RecordsSeen } from "./records-part";

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

/** What the parts of an answer were found to hold; undefined where a part could not be looked into. */
interface PartsSeen {
  readonly exported: Manifest | undefined;
  readonly chain: ChainAnswer | undefined;
  readonly records: RecordsSeen | undefined;
  readonly documents: readonly ListedDocument[] | undefined;
}

/** Whether all that the parts show to be missing is named. */
export function checkMissing(
  manifest: ResponseManifest,
  { records, documents, ...seen }: PartsSeen,
  checks: ResponseChecks,
): void {
  // What was not looked into is told already; here it is taken as having nothing to say.
  const { file, behind } = records ?? { file: undefined, behind: [] };
  const shown = missingShown({
    ...seen,
    case: manifest.case,
    records: { streams: file?.streams ?? SOME, findings: file?.findings ?? [], behind },
    documents: documents ?? [],
  });
  const named = new Set(manifest.missing.map(({ item, because }) => `${item}\n${because}`));
  const noneGenerated = manifest.documents === 0 && !manifest.withheld.some(({ item }) => isGenerated(item));
  for (const { item, because } of [...shown, ...(noneGenerated ? [NOTHING_GENERATED] : [])])
    if (!named.has(`${item}\n${because}`))
      checks.fail("statements", `it does not name what is missing: ${item}: ${because}`, "manifest.json");
}

/** Streams of which nobody says that there are none. */
const SOME: RecordsFile["streams"] = [{ stream: "unknown", head: { sequence: 1, sha256: "" }, records: 0, left_out: [] }]; // prettier-ignore

/**
 * Whether the pages that people read first say what the manifest says: the very page that this version makes of it. Of an answer
 * that another version made, whether the cover has what is missing or kept back, and the marking, where one sees it.
 */
export async function checkCover(
  reader: ResponseReader,
  intact: ReadonlySet<string>,
  manifest: ResponseManifest,
  { chain, records, documents }: PartsSeen,
  checks: ResponseChecks,
): Promise<void> {
  const textOf = async (name: string): Promise<string | undefined> => {
    const text = intact.has(name) ? (await reader.read(name))?.toString("utf8") : undefined;
    if (text === undefined) checks.cannotTell("cover", "it is not what was signed", name);
    return text;
  };
  const name = RESPONSE_FILES.cover;
  const page = await textOf(name);
  if (page === undefined) return;
  if (manifest.tool.version === version) {
    const streams = records?.file.streams;
    const pages: readonly [string, string | undefined][] = [
      [name, streams && documents && renderCover({ manifest, streams, documents })],
      [RESPONSE_FILES.verify, renderVerifyText(manifest)],
      [RESPONSE_FILES.chainPage, chain && chainHtml(chain)],
    ];
    for (const [file, made] of pages) {
      const found = made === undefined ? undefined : await textOf(file);
      if (found !== undefined && found !== made)
        checks.fail("cover", "it is not the page that this version makes of what the answer says", file);
    }
  }
  const { request, missing, withheld, signing_key: key } = manifest;
  const told = [
    TEXTS[request.language].confidential,
    ...[request.reference, request.system, request.environment, request.period.from, request.period.to],
    key.fingerprint,
    ...missing.flatMap(({ item, because }) => [item, because]),
    ...withheld.flatMap(({ item, sha256, reason, basis }) => [item, sha256, reason, basis]),
  ];
  const seen = page.replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  for (const text of told)
    if (!seen.includes(escapeHtml(text)))
      checks.fail("cover", `it does not say ${JSON.stringify(text.slice(0, 200))}`, name);
  if (/<script|<iframe|<object|<embed|\bon[a-z]+=/i.test(page))
    checks.fail("cover", "it holds a program", name);
  if (/<template|<[^>]+\s(?:hidden|style=)/i.test(page)) checks.fail("cover", "it hides something", name);
}

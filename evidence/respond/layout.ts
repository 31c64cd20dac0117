import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { BUNDLE_FILES } from "../export";

/** Version of the layout of an answer and of its `manifest.json`. */
export const RESPONSE_SCHEMA_VERSION = "1.0.0";

/** What `manifest.json` says it is: by this a reader tells an answer from an export bundle. */
export const RESPONSE_KIND = "authority-response";

/** Files of an answer that have one fixed name. */
export const RESPONSE_FILES = {
  cover: "index.html",
  verify: "VERIFY.md",
  key: "exporter.pub.pem",
  keyRing: "key-ring.json",
  /** Which records are here, and which were left out. */
  records: "records.json",
  /** Which documents the records name, and which are here. */
  documents: "documents.json",
  chain: "chain/answer.json",
  chainPage: "chain/chain.html",
  entries: "case/entries.ndjson",
  /** Where each entry of a case lies in the archive, line by line. */
  places: "case/places.ndjson",
  manifest: "manifest.json",
  sums: "SHA256SUMS",
  signature: "SHA256SUMS.sig",
} as const;

/** Folder of the export bundle, which is one of its own and is verified as one. */
export const EXPORT_FOLDER = "export";
export const DOCUMENTS_FOLDER = "documents";

/** Files that every answer has. */
export const ALWAYS: readonly string[] = [
  RESPONSE_FILES.cover,
  RESPONSE_FILES.verify,
  RESPONSE_FILES.key,
  RESPONSE_FILES.keyRing,
  RESPONSE_FILES.records,
  RESPONSE_FILES.documents,
  RESPONSE_FILES.manifest,
  RESPONSE_FILES.sums,
  RESPONSE_FILES.signature,
];

const EXPORTED: readonly string[] = [
  ...BUNDLE_FILES.content,
  ...BUNDLE_FILES.optional,
  BUNDLE_FILES.manifest,
  BUNDLE_FILES.sums,
  BUNDLE_FILES.signature,
];

const NAMED: ReadonlySet<string> = new Set([
  ...Object.values(RESPONSE_FILES),
  ...EXPORTED.map((name) => `${EXPORT_FOLDER}/${name}`),
]);

/** Names of which there are many. None can lead out of the folder: no dots but those spelled here. */
const PATTERNS: readonly RegExp[] = [
  /^keys\/[0-9a-f]{64}\.pub\.pem$/,
  new RegExp(`^${VAULT_PREFIXES.records}/[a-z][a-z0-9-]{0,47}/[0-9]{12}\\.dsse\\.json$`),
  new RegExp(`^${VAULT_PREFIXES.timestamps}/[a-z][a-z0-9-]{0,47}/[0-9]{12}\\.[1-9][0-9]{0,5}\\.tsr$`),
  new RegExp(`^${VAULT_PREFIXES.documentation}/sha256/[0-9a-f]{64}$`),
  new RegExp(`^${DOCUMENTS_FOLDER}/[a-z0-9][a-z0-9-]{0,79}\\.(?:md|html)$`),
];

/** Whether a path, with slashes, may be a file of an answer. */
export function isResponseFile(name: string): boolean {
  return NAMED.has(name) || PATTERNS.some((pattern) => pattern.test(name));
}

/** Whether a path may be a folder in which such a file lies. */
export function isResponseFolder(name: string): boolean {
  return (
    [EXPORT_FOLDER, DOCUMENTS_FOLDER, "case", "chain", "keys"].includes(name) ||
    [VAULT_PREFIXES.records, VAULT_PREFIXES.timestamps].some((root) => name === root) ||
    /^(?:records|timestamps)\/[a-z][a-z0-9-]{0,47}$/.test(name) ||
    [VAULT_PREFIXES.documentation, `${VAULT_PREFIXES.documentation}/sha256`].includes(name)
  );
}

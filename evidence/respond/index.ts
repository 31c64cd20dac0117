/** The answer to an authority: everything that was asked for in one signed folder. */
export { behindSeals } from "./behind-seals";
export { renderCover, renderVerifyText } from "./cover";
export { documentsFileSchema, type ListedDocument } from "./documents-file";
export { LANGUAGES, type Language } from "./language";
export {
  ALWAYS,
  DOCUMENTS_FOLDER,
  EXPORT_FOLDER,
  isResponseFile,
  isResponseFolder,
  RESPONSE_FILES,
} from "./layout";
export { responseManifestSchema, saysResponse, type ResponseManifest, type Scope } from "./manifest";
export { missingShown, NOTHING_GENERATED } from "./missing";
export { ARTIFACT, documentsNamed, NOT_HANDED_OUT, type NamedDocument } from "./named-documents";
export { planResponse, type ResponsePlan } from "./plan";
export { recordsFileSchema, type RecordsFile } from "./records-file";
export { Redactions } from "./redactions";
export type { ResponseContents, ResponseProgress, ResponseRequest, ResponseSources } from "./request";
export { respond } from "./respond";
export { recordsCopied, responseRecords } from "./response-records";
export { TEXTS } from "./texts";

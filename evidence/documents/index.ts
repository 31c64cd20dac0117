/** Documents of Annex IV, and about the product's part in the duties, generated from what is declared, deployed and recorded. */
export type { DocumentElement, GeneratedDocument } from "./document";
export { documentsOf } from "./documents-of";
export { documentHtml } from "./html";
export type { DeployedStack, DocumentsInput, DocumentsVault, JudgedResource } from "./input";
export { documentFiles, firstDifference, folderOf, type Difference, type DocumentFile } from "./files";

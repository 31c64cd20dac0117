/** The generated documents as pages of Confluence (Annex IV). */
export { pagesOf, type Publishable } from "./page";
export { publish, type Published } from "./publish";

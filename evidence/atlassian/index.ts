/** Jira and Confluence in Atlassian's cloud, as far as the product asks them. */
export { AtlassianError, type AtlassianAccess } from "./access";
export { adfDocument, type Line } from "./adf";
export { Confluence, titleIsTaken, type ConfluenceComment, type ConfluencePage } from "./confluence";
export { holdsText, Jira } from "./jira";
export { readable } from "./readable";
export { storageDocument } from "./storage";

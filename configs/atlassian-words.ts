import { z } from "zod";

/** A site of Atlassian's cloud, as people's browsers see it, or its gateway for tokens with scopes. */
export const atlassianSite = z
  .url({ protocol: /^https$/ })
  .regex(
    /^https:\/\/[a-z0-9][a-z0-9-]{0,62}\.atlassian\.net$|^https:\/\/api\.atlassian\.com\/ex\/(?:jira|confluence)\/[0-9a-f-]{36}$/,
    "https://<name>.atlassian.net, or https://api.atlassian.com/ex/<product>/<cloud id> for a token with scopes",
  )
  .describe(
    "Site of Atlassian's cloud. Account and token come from ATLASSIAN_EMAIL and ATLASSIAN_API_TOKEN, never from a file.",
  );

const id = z.string().regex(/^[1-9][0-9]{0,18}$/, "a page's number, as its address shows it");

/** Where in Confluence pages are put. */
export const confluenceSpace = {
  space: z
    .string()
    .regex(/^~?[A-Za-z0-9]{1,255}$/, "a space key of Confluence, such as AIACT")
    .describe("Key of the space."),
  parent: id.optional().describe("Id of the page they are put below; the space's home page when left out."),
};

/** Where the generated documents are published (Annex IV). */
export const confluence = z
  .strictObject({ site: atlassianSite, ...confluenceSpace })
  .describe(
    "Confluence that `evidence publish` brings the generated documents to. Left out, it publishes nothing.",
  );

/** Faults while documents are published to Confluence. */
import { oneProblem, type UserError } from "./user-error";

/** The environment names no Confluence. */
export function confluenceNotNamed(environment: string): UserError {
  return oneProblem("the environment does not say where documents are published", {
    code: "confluence-not-named",
    where: `configs/environments/${environment}.yaml`,
    field: "confluence",
    needed: "site and space of a Confluence in Atlassian's cloud",
    fix: "add it (docs/publish.md)",
  });
}

/** No document lies where they should. */
export function documentsToPublishMissing(folder: string): UserError {
  return oneProblem("there is no document to publish", {
    code: "documents-to-publish-missing",
    where: folder,
    needed: "Markdown files that `evidence documents` wrote, each with a title in its first line",
    fix: "run `evidence documents` first, or name another folder with --documents",
  });
}

/** The account sees no such space. */
export function confluenceSpaceUnseen(site: string, space: string): UserError {
  return oneProblem("there is no such space in Confluence, or the account may not see it", {
    code: "confluence-space-unseen",
    where: site,
    given: space,
    needed: "the key of a space in which the account may add and change pages",
    fix: "correct confluence.space, or let the account in",
  });
}

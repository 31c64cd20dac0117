/** Faults around Jira and Confluence in Atlassian's cloud. */
import { oneProblem, UserError } from "./user-error";

/** Account or token are not in the environment. */
export function atlassianCredentialsMissing(missing: readonly string[]): UserError {
  return new UserError(
    "atlassian-credentials-missing",
    "Jira and Confluence take no anonymous requests",
    missing.map((variable) => ({
      code: "atlassian-credentials-missing",
      where: variable,
      needed: "ATLASSIAN_EMAIL and ATLASSIAN_API_TOKEN of an account that may write there, and little else",
      fix: "set them in the environment; https://id.atlassian.com/manage-profile/security/api-tokens makes a token",
    })),
  );
}

/** The token would travel in clear, or to an address that is none. */
export function atlassianAddressUnsafe(given: string): UserError {
  return oneProblem("the address of Atlassian cannot be used", {
    code: "atlassian-address-unsafe",
    where: "ATLASSIAN_URL",
    given,
    needed: "an https address, or http on this machine; without user and password",
    fix: "leave it out: the environment's file names the site",
  });
}

/** Jira or Confluence did not do what they were asked. */
export function atlassianRefused(where: string, given: string, fix: string): UserError {
  return oneProblem("Atlassian did not do what it was asked", {
    code: "atlassian-refused",
    where,
    given,
    needed: "an answer of its REST API, with an account that may do this",
    fix,
  });
}

import { atlassianAddressUnsafe, atlassianCredentialsMissing } from "../errors";
import type { AtlassianAccess } from "../evidence/atlassian";

/** What the help of every command says that asks Atlassian. */
export const ATLASSIAN_HELP = `Account and token of Atlassian: ATLASSIAN_EMAIL and ATLASSIAN_API_TOKEN, in the environment alone.`;

/**
 * Site, account and token.
 *
 * @param site of the environment's file; `ATLASSIAN_URL` stands in for it
 * @throws UserError when account or token are not there, or the token would travel in clear
 */
export function atlassianAccess(site: string, env: NodeJS.ProcessEnv = process.env): AtlassianAccess {
  const { ATLASSIAN_EMAIL: email, ATLASSIAN_API_TOKEN: token, ATLASSIAN_URL: standIn } = env;
  if (!email || !token)
    throw atlassianCredentialsMissing([
      ...(email ? [] : ["ATLASSIAN_EMAIL"]),
      ...(token ? [] : ["ATLASSIAN_API_TOKEN"]),
    ]);
  if (standIn && !isSafe(standIn)) throw atlassianAddressUnsafe(hostOf(standIn));
  return { site: standIn || site, email, token };
}

function isSafe(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  const here = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return username === "" && password === "" && (protocol === "https:" || (protocol === "http:" && here));
}

/** An address may hold a password. */
const hostOf = (url: string): string => (URL.canParse(url) ? `…${new URL(url).host}` : "no address");

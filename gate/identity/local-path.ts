/** Where the pages of sign-in are. */
export const SIGN_IN = {
  begin: "/evidence/sign-in",
  back: "/evidence/callback",
  end: "/evidence/sign-out",
  me: "/evidence/me",
} as const;

/**
 * The way back after sign-in: a path of the gate, whatever was asked for. An address elsewhere would let others borrow
 * the gate's name for a page of theirs.
 */
export function localPath(asked: unknown, origin: string): string {
  if (typeof asked !== "string" || asked.length > 2048 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(asked))
    return "/";
  if (!URL.canParse(asked, origin)) return "/";
  const url = new URL(asked, origin);
  if (url.origin !== origin) return "/";
  const path = url.pathname + url.search;
  // Resolving dot segments can bring forth a second slash at the front.
  if (path.startsWith("//")) return "/";
  const ownPage = Object.values(SIGN_IN).some((page) => page !== SIGN_IN.me && url.pathname === page);
  return ownPage ? "/" : path;
}

import { athenaQueryFailed, athenaUnusable, type UserError } from "../../errors";

/** What to do about failures that Athena reports by a name. */
const REQUEST_FIXES: Readonly<Record<string, string>> = {
  AccessDeniedException: "use a role that may query: the vault's auditor or exporter",
  UnrecognizedClientException: "sign in anew; the credentials are not valid here",
  ExpiredTokenException: "sign in anew",
  CredentialsProviderError: "sign in, or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
  InvalidRequestException: "deploy the environment's evidence-vault stack, or check account and region",
  TooManyRequestsException: "wait until other queries in the account have ended",
  ECONNREFUSED: "check network and proxy, and AWS_ENDPOINT_URL where it is set",
  ENOTFOUND: "check network, proxy and region",
  ETIMEDOUT: "check network and proxy",
};

/** A refusal of Athena's API as the UserError that says what to do; anything unforeseen comes back as it is. */
export function athenaFault(error: unknown, workgroup: string): unknown {
  for (const cause of causes(error)) {
    const name = [(cause as NodeJS.ErrnoException).code, cause.name].find(
      (one) => one && one in REQUEST_FIXES,
    );
    if (name) return athenaUnusable(workgroup, `${name}: ${cause.message}`, REQUEST_FIXES[name]!);
  }
  return error;
}

/** What to do about an execution that ended badly, by Athena's words. */
const STATE_FIXES: readonly (readonly [words: RegExp, fix: string])[] = [
  [/scan.*limit|limit.*scan/i, "ask for a shorter period, or raise the workgroup's scan limit in the config"],
  [
    /TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|does not exist|INVALID_VIEW/i,
    "deploy the environment's evidence-vault stack: it makes database, table and view",
  ],
  [/access denied|AccessDenied|permission/i, "use a role that may read the vault and decrypt with its key"],
  [
    /storage class|InvalidObjectState|glacier/i,
    "restore the objects of the period first (docs/runbooks), or ask for days that are not in cold storage",
  ],
  [
    /HIVE_CURSOR_ERROR|HIVE_BAD_DATA|gzip|ZLIB/i,
    "an object is damaged: run it with --engine duckdb, which goes on",
  ],
  [/EXHAUSTED|exceeded/i, "ask for a shorter period"],
];

/** An execution that failed or was cancelled, as an error that says what to do. */
export function executionFault(executionId: string, state: string, words: string): UserError {
  const fix = STATE_FIXES.find(([pattern]) => pattern.test(words))?.[1];
  return athenaQueryFailed(
    executionId,
    state,
    words,
    fix ?? "read Athena's words; run it again if it was cancelled",
  );
}

/** An error, what caused it, and the parts of an aggregate (Node tries IPv4 and IPv6). */
function causes(error: unknown, depth = 0): Error[] {
  if (!(error instanceof Error) || depth > 3) return [];
  const parts = [error.cause, ...(error instanceof AggregateError ? (error.errors as unknown[]) : [])];
  return [error, ...parts.flatMap((part) => causes(part, depth + 1))];
}

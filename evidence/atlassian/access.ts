/** Where a product of Atlassian's cloud is asked, and as whom. */
export interface AtlassianAccess {
  /** The site, such as `https://example.atlassian.net`, or a stand-in's address. */
  readonly site: string;
  /** Address of the account whose token it is. */
  readonly email: string;
  /** API token. It goes into a header and nowhere else. */
  readonly token: string;
  /** Milliseconds that one answer may take. @default 20 s */
  readonly answerWithinMs?: number;
  /** Milliseconds before each further attempt, where Atlassian does not say how long to wait. @default 1 s, 4 s, 15 s */
  readonly retryAfterMs?: readonly number[];
  /** The longest that is waited at a stretch where Atlassian asks for it, in milliseconds. @default a minute */
  readonly longestWaitMs?: number;
}

/** Why Atlassian did not do what it was asked. */
export type AtlassianFault =
  /** It knows neither account nor token, or the account may not do it. */
  | "not-allowed"
  | "not-found"
  /** Something else was changed first. */
  | "conflict"
  /** It was asked too often, and for longer than is waited. */
  | "busy"
  /** It takes the request for wrong. */
  | "refused"
  /** No answer, or one of its own faults: whether it did it is not known. */
  | "unsure";

/** What was asked for was not done, or nobody knows whether. Words without the token. */
export class AtlassianError extends Error {
  constructor(
    readonly fault: AtlassianFault,
    /** Method and address, without its query. */
    readonly place: string,
    readonly because: string,
    /** HTTP status, where there was an answer. */
    readonly status?: number,
    /** Milliseconds after which it wants to be asked again. */
    readonly waitMs?: number,
  ) {
    super(`${place}: ${because}`);
    this.name = "AtlassianError";
  }
}

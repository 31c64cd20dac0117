/** What a person or program may do at the gate. Groups of the identity provider are mapped to these in the environment's file. */
export const GATE_ROLES = ["reader", "trainer", "service", "approver"] as const;

export type GateRole = (typeof GATE_ROLES)[number];

/** Who a request comes from, as a token verified by the gate says: never what a client says of itself. */
export interface Principal {
  readonly issuer: string;
  /** Claim `sub`: the only name that never changes and is never given to somebody else. */
  readonly subject: string;
  /** Name for people: what is stamped on runs. A pseudonym where the identity provider gives one. */
  readonly name: string;
  /** A service account trains and promotes; it never approves. */
  readonly kind: "person" | "service";
  readonly roles: ReadonlySet<GateRole>;
  /** Groups as the identity provider spells them: a system may name its own approvers among those of the environment. */
  readonly groups: ReadonlySet<string>;
  /** Claim `jti`, where the token has one. */
  readonly tokenId?: string;
  /** Claim `auth_time`: when this person last signed in, ISO 8601. */
  readonly authenticatedAt?: string;
  /** Claim `acr`: how strongly they did. */
  readonly acr?: string;
  readonly via: "bearer" | "session";
}

/** The key of a principal in the gate's state and in records: issuer and subject, which together are unique. */
export type PrincipalId = string;

export function principalId({ issuer, subject }: Pick<Principal, "issuer" | "subject">): PrincipalId {
  return `${issuer}#${subject}`;
}

import { z } from "zod";
import { Digest, Time } from "../event/values";
import { Actor, DETAILS, maxPayloadBytes, type Details } from "./details";
import { kindOf, predicateType, RECORD_KINDS, type RecordKind } from "./kinds";
import { LAST_SEQUENCE, StreamName } from "./record-key";
import { ROLES, type Role } from "./roles";

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** in-toto's names of digests; `gitCommit` is a commit id of 40 or 64 digits. */
const DigestSet = z
  .strictObject({
    sha256: z.exactOptional(Digest),
    sha512: z.exactOptional(z.string().regex(/^[0-9a-f]{128}$/)),
    gitCommit: z.exactOptional(z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)),
  })
  .refine((digests) => Object.keys(digests).length > 0, "at least one digest");

const Subject = z.strictObject({ name: z.string().min(1).max(1024), digest: DigestSet });

/** A thing a record is about, by name and digest. */
export type Subject = z.infer<typeof Subject>;

const predicateOf = (kind: RecordKind) =>
  z.strictObject({
    stream: StreamName,
    sequence: z.int().min(1).max(LAST_SEQUENCE),
    previous: Digest.describe(
      "SHA-256 of the envelope before this one in its stream; 64 zeros for the first.",
    ),
    recordedAt: Time.describe("By the writer's clock: self-asserted until it is sealed."),
    role: z.enum(ROLES),
    actor: z.exactOptional(Actor),
    details: DETAILS[kind],
  });

/** The schema of a whole statement of a kind. */
export const statementOf = (kind: RecordKind) =>
  z.strictObject({
    _type: z.literal(STATEMENT_TYPE),
    subject: z.array(Subject).min(1).max(1000),
    predicateType: z.literal(predicateType(kind)),
    predicate: predicateOf(kind),
  });

/** By kind; built once, for building a schema takes longer than checking a statement with it. */
const STATEMENTS = new Map(RECORD_KINDS.map((kind) => [kind, statementOf(kind)]));

/** What a record says; `details` are those of its kind. */
export interface RecordStatement<Kind extends RecordKind = RecordKind> {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly Subject[];
  readonly predicateType: string;
  readonly predicate: {
    readonly stream: string;
    readonly sequence: number;
    readonly previous: string;
    readonly recordedAt: string;
    readonly role: Role;
    readonly actor?: string;
    readonly details: Details<Kind>;
  };
}

/** A statement of a known kind, told apart by `kind`. */
export type KnownStatement = {
  [Kind in RecordKind]: { kind: Kind; statement: RecordStatement<Kind> };
}[RecordKind];

/** What is wrong with a statement, by field. */
export interface StatementFault {
  readonly field: string;
  readonly needed: string;
}

/** Reads a statement in canonical form and checks it against the schema and size of its kind. */
export function readStatement(canonicalText: string): KnownStatement | readonly StatementFault[] {
  const value = JSON.parse(canonicalText) as unknown;
  const kind = kindOf((value as { predicateType?: unknown } | null)?.predicateType);
  if (kind === undefined)
    return [{ field: "predicateType", needed: "the predicate type of a known kind of record" }];
  const limit = maxPayloadBytes(kind);
  if (Buffer.byteLength(canonicalText) > limit) {
    return [{ field: "predicate.details", needed: `a statement of at most ${limit} bytes` }];
  }
  const result = STATEMENTS.get(kind)!.safeParse(value);
  if (result.success) return { kind, statement: result.data } as KnownStatement;
  return result.error.issues.map(({ path, message }) => ({ field: path.join("."), needed: message }));
}

import { recordInvalid, type Problem } from "../../errors";
import { canonicalString } from "../event";
import type { Details } from "./details";
import { readHead, type Head } from "./head";
import { predicateType, type RecordKind } from "./kinds";
import { mayWrite, type Role } from "./roles";
import { findSecret } from "./secrets";
import type { RecordStore } from "./store";
import { readStatement, STATEMENT_TYPE, type RecordStatement, type Subject } from "./statement";

/** What a writer says; its place, chain and time are added when it is appended. */
export interface RecordDraft<Kind extends RecordKind = RecordKind> {
  readonly stream: string;
  readonly kind: Kind;
  /** The role that writes it; the signer's key must be one of this role. */
  readonly role: Role;
  /** Who acted, where a person or another system did. */
  readonly actor?: string;
  /** What the record is about, by digest; for a thing without bytes, the digest of its canonical description. */
  readonly subject: readonly Subject[];
  readonly details: Details<Kind>;
}

/**
 * The canonical payload of a draft that follows the given head.
 * @throws UserError when no reader would accept it, or when it seems to hold a secret: what is appended stays for years
 */
export function payloadOf(draft: RecordDraft, previous: Head, now: Date): Buffer {
  const statement: RecordStatement = {
    _type: STATEMENT_TYPE,
    subject: draft.subject,
    predicateType: predicateType(draft.kind),
    predicate: {
      stream: draft.stream,
      sequence: previous.sequence + 1,
      previous: previous.sha256,
      recordedAt: now.toISOString(),
      role: draft.role,
      ...(draft.actor !== undefined && { actor: draft.actor }),
      details: draft.details,
    },
  };
  const text = canonicalString(statement);
  const problems = problemsOf(draft, text);
  if (problems.length > 0) throw recordInvalid(problems);
  return Buffer.from(text);
}

/**
 * The statement that would be signed if the draft were appended now; writes and signs nothing.
 * @throws UserError when no reader would accept it, or when it seems to hold a secret
 */
export async function draftedStatement(store: RecordStore, draft: RecordDraft): Promise<unknown> {
  return JSON.parse(payloadOf(draft, await readHead(store, draft.stream), new Date()).toString());
}

function problemsOf(draft: RecordDraft, text: string): Problem[] {
  const place = { code: "record-invalid", where: `a ${draft.kind} record for stream ${draft.stream}` };
  if (!mayWrite(draft.role, draft.kind)) {
    const needed = `a role that may write ${draft.kind} records`;
    return [{ ...place, field: "role", given: draft.role, needed, fix: "write it with that role's key" }];
  }
  const secret = findSecret({ subject: draft.subject, actor: draft.actor, details: draft.details });
  if (secret !== undefined) {
    const needed = "no secret: a record stays for years and is shown to others";
    return [
      {
        ...place,
        field: secret.field,
        given: secret.what,
        needed,
        fix: "leave it out, or record its digest",
      },
    ];
  }
  const read = readStatement(text);
  if ("kind" in read) return [];
  return read.map(({ field, needed }) => ({
    ...place,
    field,
    needed,
    fix: "correct what the writer passes",
  }));
}

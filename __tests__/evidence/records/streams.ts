import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalString } from "../../../evidence/event";
import {
  appendRecord,
  FolderRecordStore,
  recordKey,
  verifyStream,
  type Head,
  type KeyRing,
  type RecordDraft,
  type RecordStatement,
  type RecordStore,
} from "../../../evidence/records";
import { signEnvelope } from "../../../evidence/records/envelope";
import { temporaryFolder } from "../../temporary";
import { actors, type Actor } from "./actors";

/** The clock of the first record; each later one is a minute on. */
const START = Date.parse("2026-11-24T21:00:00.000Z");

export const minute = (n: number): Date => new Date(START + n * 60_000);

/** A gate's decision, the shortest record there is. */
export const decision = (
  changes: Partial<RecordDraft<"gate-decision">> = {},
): RecordDraft<"gate-decision"> => ({
  stream: "gate",
  kind: "gate-decision",
  role: "gate",
  subject: [{ name: "credit-scoring/7", digest: { sha256: "a".repeat(64) } }],
  details: refused("it lacks an approval"),
  ...changes,
});

/** What a refusal says, which is the shortest decision there is. */
export const refused = (
  reason: string,
  changes: Partial<RecordDraft<"gate-decision">["details"]> = {},
): RecordDraft<"gate-decision">["details"] =>
  ({
    id: "call-1",
    act: "refuse",
    environment: "production",
    principal: {
      issuer: "https://id.example",
      subject: "u-17",
      name: "Ada",
      kind: "person",
      via: "bearer",
    },
    model: { name: "credit-scoring", version: "7" },
    lacks: [],
    reason,
    ...changes,
  }) as RecordDraft<"gate-decision">["details"];

/** A revocation, by the security officer unless told. */
export const revocation = (
  details: RecordDraft<"revocation">["details"],
  changes: Partial<RecordDraft<"revocation">> = {},
): RecordDraft<"revocation"> => ({
  stream: "gate",
  kind: "revocation",
  role: "security-officer",
  subject: [{ name: "key", digest: { sha256: details.keyId } }],
  details,
  ...changes,
});

/** A folder of records with one stream, and hands to tamper with it. */
export class RecordFolder {
  readonly dir = temporaryFolder();

  /** A store that remembers nothing. */
  get store(): RecordStore {
    return new FolderRecordStore(this.dir);
  }

  file(sequence: number, suffix = ""): string {
    return join(this.dir, recordKey("gate", sequence) + suffix);
  }

  statement(sequence: number): RecordStatement {
    const { payload } = JSON.parse(readFileSync(this.file(sequence), "utf8")) as { payload: string };
    return JSON.parse(Buffer.from(payload, "base64").toString()) as RecordStatement;
  }

  /** Appends one more decision of the gate. */
  async append(changes: Partial<RecordDraft<"gate-decision">>): Promise<void> {
    await appendRecord(this.store, actors.gate.signer, decision(changes), { now: () => minute(9) });
  }

  /** Exchanges a record for one with this payload, signed by this actor. */
  async exchange(sequence: number, by: Actor, payload: string | Buffer): Promise<void> {
    writeFileSync(this.file(sequence), await signEnvelope(Buffer.from(payload), by.signer));
  }

  /** Exchanges a record for one that says something else. */
  async reword(sequence: number, by: Actor, change: Partial<RecordStatement["predicate"]>): Promise<void> {
    const statement = this.statement(sequence);
    const predicate = { ...statement.predicate, ...change };
    await this.exchange(sequence, by, canonicalString({ ...statement, predicate }));
  }

  /** Findings as `code@number`. */
  async findings(ring: KeyRing, expectedHead?: Head): Promise<string[]> {
    const { findings } = await verifyStream(this.store, "gate", ring, expectedHead && { expectedHead });
    return findings.map(({ code, key }) => `${code}@${Number(/(\d{12})\.dsse/.exec(key)?.[1] ?? 0)}`);
  }
}

/** A folder with `count` decisions of the gate in stream `gate`, a minute apart. */
export async function gateStream(count: number): Promise<RecordFolder> {
  const folder = new RecordFolder();
  const { store } = folder;
  for (let n = 1; n <= count; n++) {
    const details = refused(`attempt ${n}`);
    await appendRecord(store, actors.gate.signer, decision({ details }), { now: () => minute(n) });
  }
  return folder;
}

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { documentKey } from "../../../evidence/documentation";
import { recordKey, type RecordStore } from "../../../evidence/records";
import { envelopeDigest } from "../../../evidence/records/envelope";
import { recordsCopied } from "../../../evidence/respond";
import { stranger } from "../records/actors";
import { answered, EVIDENCE, judge, notMet, type Row } from "./rows";
import { ARTIFACTS, systems, SYSTEM, type ChainVault, type Story } from "./vault";

/** What is told from what a decision saw, where a record it is read through cannot be relied on. */
const NOTHING_SEEN = { run: "cannot-tell", datasets: "cannot-tell", "risk-assessment": "cannot-tell" };

const WITHDRAWN = { id: "w", act: "withdraw", door: { kind: "alias", name: "champion" } };

/** The records of an answer from which one of the gate was redacted. */
function redacted(vault: ChainVault, sequence: number): RecordStore {
  const last = readdirSync(path.join(vault.folder, "records/gate")).length;
  const digestOf = (number: number) =>
    envelopeDigest(readFileSync(path.join(vault.folder, recordKey("gate", number))));
  const head = { sequence: last, sha256: digestOf(last) };
  const left = { first: sequence, last: sequence, sha256: digestOf(sequence), why: "redacted" } as const;
  vault.remove(recordKey("gate", sequence));
  return recordsCopied(vault.folder, [{ stream: "gate", head, records: last - 1, left_out: [left] }]);
}

/** Everything was done for another system. */
const letInFor = (system: string) => (told: Story) => {
  told.decision!.details.system = system;
  told.approval!.details.system = system;
  told.seen.heldAgainst.system.id = system;
};

const GATE: readonly Row[] = [
  {
    what: "a record after the decision that was changed: it may have taken the version out",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: WITHDRAWN }),
    after: (vault) => vault.forge(recordKey("gate", 4), ({ predicate }) => (predicate.details.model.name = "other")),
    found: { "model-version": "cannot-tell", approval: "cannot-tell" },
    says: ["model-version", /may have taken it out of production.*bad-signature at records\/gate\/0+4/],
  },
  {
    what: "a record after the decision that says nothing any more",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: WITHDRAWN }),
    after: (vault) => vault.spoil(recordKey("gate", 4), "{}"),
    found: { "model-version": "cannot-tell", approval: "cannot-tell" },
    says: ["approval", /taken back cannot be told: malformed-envelope/],
  },
  {
    what: "a withdrawal that was redacted from an answer",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: WITHDRAWN }),
    more: (vault) => ({ records: redacted(vault, 4) }),
    found: { "model-version": "cannot-tell", approval: "cannot-tell" },
    says: ["model-version", /gate\/0+4.dsse.json: it was redacted from this answer/],
  },
  {
    what: "the decision itself, redacted from an answer",
    more: (vault) => ({ records: redacted(vault, 3) }),
    found: { ...NOTHING_SEEN, "model-version": "cannot-tell", approval: "cannot-tell", "gate-decision": "cannot-tell" },
    says: ["gate-decision", /Whether it was let in cannot be told.*redacted/],
  },
  {
    what: "the approval, redacted from an answer",
    more: (vault) => ({ records: redacted(vault, 1) }),
    found: { approval: "cannot-tell" },
    says: ["approval", /Of the approval nothing can be told.*redacted/],
  },
  {
    what: "a snapshot whose record was changed",
    after: (vault) => vault.forge(recordKey("gate", 2), ({ predicate }) => (predicate.details.retention.until = "2036-01-01")),
    found: { ...NOTHING_SEEN, "model-version": "cannot-tell", approval: "cannot-tell", "gate-decision": "broken" },
    says: ["risk-assessment", /cannot be relied on/],
  },
  {
    what: "a decision that was held against what another system declares",
    change: (told) => void (told.seen.heldAgainst.system.id = "cv-screening"),
    found: { "risk-assessment": "broken", approval: "broken" },
    says: ["risk-assessment", /declared then is of cv-screening; the decision is on credit-scoring/],
  },
  {
    what: "a version that no record lets in",
    change: (told) => void (told.decision = undefined),
    found: { "model-version": "broken", run: "cannot-tell", datasets: "cannot-tell", "risk-assessment": "cannot-tell", approval: "cannot-tell", "gate-decision": "missing" },
    says: ["model-version", /no record of the gate lets it into production/],
  },
  {
    what: "a version that was let in only after it decided",
    change: (told) => void (told.decision!.at = "2026-03-09T20:00:00.000Z"),
    found: { "model-version": "broken" },
    says: ["model-version", /not in production at 2026-03-09T08:00:00.000Z: in at 2026-03-09T20:00/],
  },
  {
    what: "a version that was let in within minutes of the entry, by another clock",
    change: (told) => void (told.decision!.at = "2026-03-09T08:02:00.000Z"),
    found: { "model-version": "cannot-tell" },
    says: ["model-version", /Clocks may differ/],
  },
  {
    what: "a version that had left production",
    change: (told) => told.later.push({ at: "2026-03-05T10:00:00.000Z", details: { id: "w", act: "withdraw", door: { kind: "alias", name: "champion" } } }),
    found: { "model-version": "broken" },
    says: ["model-version", /out at 2026-03-05T10:00/],
  },
  {
    what: "a change that MLflow never made",
    change: (told) => told.later.push({ at: "2026-03-03T10:00:02.000Z", details: { id: "intent-1", act: "not-carried-out", about: recordKey("gate", 3) } }),
    found: { "model-version": "broken" },
    says: ["model-version", /it never was/],
  },
  {
    what: "another run in the log than was decided on",
    change: (told) => void (told.model.run_id = "f".repeat(32)),
    found: { "model-version": "broken", run: "broken" },
    says: ["model-version", /names run f+; the version that was let in is of run/],
  },
  {
    what: "a version swapped: other files loaded than were let in",
    change: (told) => void (told.model.artifact_sha256 = "e".repeat(64)),
    found: { "model-version": "broken" },
    says: ["model-version", /What was loaded \(e+\) is not what was let in/],
  },
  {
    what: "a system that decides with a version let in for another",
    change: letInFor("cv-screening"),
    found: { "model-version": "cannot-tell" },
    says: ["model-version", /renamed or not, the records do not tell/],
  },
  {
    what: "a system that declares another model than it runs",
    change: letInFor("cv-screening"),
    more: () => ({ systems: systems.map((one) => (one.id === SYSTEM ? { ...one, registeredModel: "other" } : one)) }),
    found: { "model-version": "broken" },
    says: ["model-version", /The decision was made for system cv-screening/],
  },
  {
    what: "a list of artifacts that was changed in the vault",
    after: (vault) => vault.spoil(documentKey(ARTIFACTS)),
    found: { "model-version": "broken" },
    says: ["model-version", /was changed/],
  },
  {
    what: "a list of artifacts that is gone",
    after: (vault) => vault.remove(documentKey(ARTIFACTS)),
    found: { "model-version": "missing" },
    says: ["model-version", /is not there/],
  },
  {
    what: "an evidence document that was changed in the vault",
    after: (vault) => vault.spoil(documentKey(EVIDENCE)),
    found: { run: "broken", datasets: "broken", "risk-assessment": "broken", approval: "broken" },
    says: ["run", /was changed/],
  },
  {
    what: "an evidence document that is gone",
    after: (vault) => vault.remove(documentKey(EVIDENCE)),
    found: { run: "missing", datasets: "missing", "risk-assessment": "missing", approval: "missing" },
    says: ["run", /is not there/],
  },
  {
    what: "evidence kept that is not what was decided on",
    change: (told) => void (told.decision!.model.evidenceSha256 = "0".repeat(64)),
    found: { run: "broken", approval: "broken", "gate-decision": "broken" },
    says: ["run", /the decision was made on 0+/],
  },
  {
    what: "no snapshot of what was decided on",
    change: (told) => void (told.snapshot = undefined),
    found: { "model-version": "missing", run: "missing", datasets: "missing", "risk-assessment": "missing", approval: "missing", "gate-decision": "missing" },
    says: ["gate-decision", /No snapshot/],
  },
  {
    what: "a snapshot of another version",
    change: (told) => void (told.snapshot!.model.createdAt = 2_000),
    found: { "gate-decision": "broken" },
    says: ["gate-decision", /createdAt differ/],
  },
  {
    what: "a decision that somebody without a key of the ring signed",
    change: (told) => void (told.decision!.by = stranger),
    found: { ...NOTHING_SEEN, approval: "cannot-tell", "model-version": "cannot-tell", "gate-decision": "broken" },
    says: ["gate-decision", /cannot be relied on: unknown-key/],
  },
  {
    what: "a record taken out of the gate's stream",
    after: (vault) => vault.remove(recordKey("gate", 1)),
    found: { ...NOTHING_SEEN, "model-version": "cannot-tell", approval: "missing", "gate-decision": "broken" },
    says: ["gate-decision", /sequence-missing/],
  },
  {
    what: "a stream that breaks after the decision, where a revocation may have stood",
    change: (told) => told.later.push(...[1, 2].map((n) => ({ at: `2026-03-04T10:0${n}:00.000Z`, details: { id: `r${n}`, act: "refuse", lacks: [] } }))),
    after: (vault) => vault.remove(recordKey("gate", 4)),
    found: { "model-version": "cannot-tell", approval: "cannot-tell" },
    says: ["approval", /Whether it was taken back cannot be told/],
  },
  {
    what: "a promotion of what lacked something",
    change: (told) => void (told.decision!.details.lacks = [{ requirement: "thresholds-reached", duties: ["Art9(8)"], what: "Below.", fix: "Train." }]),
    found: { "gate-decision": "broken" },
    says: ["gate-decision", /let in what lacked thresholds-reached/],
  },
  {
    what: "a version let in by breaking glass, which goes on deciding when the time is up",
    change: (told) => {
      told.decision!.details = {
        ...told.decision!.details,
        ...{ act: "break-glass", approval: undefined, breakGlass: { reason: "outage", until: "2026-03-04T00:00:00.000Z", second: "x" } },
      };
      delete told.decision!.details.approval;
      told.approval = undefined;
    },
    found: { approval: "missing", "gate-decision": "broken" },
    says: ["gate-decision", /until 2026-03-04.*the entry is of 2026-03-09/],
  },
]; // prettier-ignore

describe("Version, run and decision", () => {
  it.each(GATE)("$what", judge);

  it("a record that was changed after the entry's time is no doubt of what stood then", async () => {
    const answer = await answered({
      change: (told) =>
        told.later.push(
          ...[10, 11, 12].map((hour) => ({ at: `2026-03-09T${hour}:00:00.000Z`, details: { id: `r${hour}`, act: "refuse", lacks: [] } })),
        ),
      after: (vault) => vault.spoil(recordKey("gate", 6), "{}"),
    });
    expect(notMet(answer)).toEqual({});
  }); // prettier-ignore
});

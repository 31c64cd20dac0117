import { documentKey } from "../../../evidence/documentation";
import { recordKey } from "../../../evidence/records";
import { stranger } from "../records/actors";
import { EVIDENCE, judge, type Row } from "./rows";
import { ARTIFACTS, systems, SYSTEM } from "./vault";

const GATE: readonly Row[] = [
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
    change: (told) => void (told.decision!.details.system = "cv-screening"),
    found: { "model-version": "cannot-tell" },
    says: ["model-version", /renamed or not, the records do not tell/],
  },
  {
    what: "a system that declares another model than it runs",
    change: (told) => void (told.decision!.details.system = "cv-screening"),
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
    found: { "model-version": "cannot-tell", "gate-decision": "broken" },
    says: ["gate-decision", /cannot be relied on: unknown-key/],
  },
  {
    what: "a record taken out of the gate's stream",
    after: (vault) => vault.remove(recordKey("gate", 1)),
    found: { "model-version": "cannot-tell", approval: "missing", "gate-decision": "broken" },
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
});

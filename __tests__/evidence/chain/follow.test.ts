import { rmSync } from "node:fs";
import path from "node:path";
import { recordKey } from "../../../evidence/records";
import { objectKey } from "../archive/corpus";
import { answered, config, judge, KEY, notMet, type Row } from "./rows";
import { ChainVault, ENVIRONMENT, EVENT, input, lockedUntil, story, TIME } from "./vault";

describe("The chain of one decision", () => {
  it("holds from the log entry to the approver, the monitors and the infrastructure", async () => {
    const answer = await answered({});
    expect(notMet(answer)).toEqual({});
    expect(answer).toMatchObject({ outcome: "met", not_followed: 0, read_from: "vault" });
    expect(answer.chains[0]!.links.map(({ id }) => id)).toEqual([
      "log-entry", "archive-object", "object-lock", "model-version", "run", "datasets", "risk-assessment",
      "approval", "gate-decision", "monitors", "alerts", "risk-register", "infrastructure",
    ]); // prettier-ignore
  });

  it("names the approver, the data sets with their digests, and every record it relies on", async () => {
    const { chains } = await answered({});
    const facts = chains[0]!.links.flatMap((link) =>
      link.facts.map(({ label, value }) => `${link.id} ${label}: ${value}`),
    );
    expect(facts).toEqual(
      expect.arrayContaining([
        "approval Approved by: ben (https://id.example#id-of-ben)",
        expect.stringMatching(/^datasets training set: german-credit-training: SHA-256 [0-9a-f]{64}/),
        "risk-assessment Valid until: 2027-01-31",
        "run Metric test_roc_auc: 0.8",
      ]),
    );
    const records = chains[0]!.links
      .flatMap(({ sources }) => sources)
      .filter(({ kind }) => kind === "record");
    expect(records.map(({ where }) => where)).toEqual(
      expect.arrayContaining([1, 2, 3].map((n) => recordKey("gate", n))),
    );
    expect(records.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256 ?? ""))).toBe(true);
  });
});

const LOG: readonly Row[] = [
  {
    what: "an object whose bytes are others than were sealed",
    after: (vault) => vault.put(KEY, [vault.emitter.emit(TIME), ...rewritten(vault)]),
    found: { "archive-object": "broken" },
    says: ["archive-object", /is not, byte for byte, what records\/seal\/000000000001/],
  },
  {
    what: "a version laid over the object, which does not hold the entry",
    after: (vault) => vault.put(KEY, [vault.emitter.emit(TIME)], "v2", "2026-03-11"),
    found: { "archive-object": "broken" },
    says: ["archive-object", /version v2\) lies over the same key and does not hold the entry/],
  },
  {
    what: "a delete marker over the object",
    after: (vault) => void vault.archive.putDeleteMarker(KEY, "v9"),
    found: { "archive-object": "broken" },
    says: ["archive-object", /asked to delete/],
  },
  {
    what: "an object that is gone, though the index of the seals names it",
    after: (vault) => rmSync(path.join(vault.archive.folder, KEY)),
    found: {
      ...{ "log-entry": "broken", "archive-object": "cannot-tell", "object-lock": "cannot-tell" },
      ...{ "model-version": "cannot-tell", run: "cannot-tell", datasets: "cannot-tell" },
      ...{ "risk-assessment": "cannot-tell", approval: "cannot-tell", "gate-decision": "cannot-tell" },
      ...{ monitors: "cannot-tell", alerts: "cannot-tell", "risk-register": "cannot-tell" },
    },
    says: ["log-entry", /not in the archive any more/],
  },
  {
    what: "an archive that was never sealed",
    change: (told) => void (told.sealed = false),
    found: { "archive-object": "cannot-tell" },
    says: ["archive-object", /there is no seal/],
  },
  {
    what: "a seal that somebody else signed",
    after: (vault) => vault.spoil(recordKey("seal", 1), "{}"),
    found: { "archive-object": "cannot-tell" },
    says: ["archive-object", /no look at the archive was ended|cannot be relied on/],
  },
  {
    what: "a second entry with the same event id",
    change: (told) => void (told.sealed = false),
    after: async (vault) => {
      const [own, other] = [rewritten(vault), vault.emitter.emit(TIME, "inference", { event_id: EVENT })];
      vault.put(KEY, [...own, other]);
      await vault.seal("2026-03-10T03:00:00.000Z");
    },
    found: { "log-entry": "broken", "model-version": "broken", "gate-decision": "missing", run: "cannot-tell", datasets: "cannot-tell", "risk-assessment": "cannot-tell", approval: "cannot-tell" }, // prettier-ignore
    says: ["log-entry", /has the same event id/],
  },
  {
    what: "an entry with the same event id in another object",
    change: (told) => void (told.sealed = false),
    after: async (vault) => {
      const later = "2026-03-09T08:10:00.000Z";
      const { model } = story();
      vault.put(objectKey(later), [vault.emitter.emit(later, "inference", { event_id: EVENT, model, input: input("4".repeat(64)) })]);
      await vault.seal("2026-03-10T03:00:00.000Z");
    },
    found: { "log-entry": "broken" },
    says: ["log-entry", /has the same event id/],
  },
  {
    what: "an entry of another system than is asked for",
    more: () => ({ system: "cv-screening" }),
    found: { "log-entry": "broken" },
    says: ["log-entry", /It is of system credit-scoring; cv-screening was asked for/],
  },
  {
    what: "an entry that does not follow the one before it",
    change: (told) => void (told.event = { emitter: { id: "credit-scoring.1f0e", sequence: 2, prev: "f".repeat(64), clock_source: "ntp" } }),
    found: { "log-entry": "broken" },
    says: ["log-entry", /does not fit its emitter's chain/],
  },
  {
    what: "an emitter whose clock is ahead of the store's",
    change: (told) => void (told.event = { time: "2026-03-09T09:30:00.000Z" }),
    found: { "log-entry": "cannot-tell" },
    says: ["log-entry", /When it happened cannot be told/],
  },
  {
    what: "an entry of another environment in this vault",
    change: (told) => void (told.event = { environment: "sandbox" }),
    found: { "log-entry": "broken" },
    says: ["log-entry", /It is of environment sandbox/],
  },
]; // prettier-ignore

/** The events of the archive's only object, made anew by the same emitter. */
function rewritten(vault: ChainVault) {
  const told = story();
  return [
    vault.emitter.emit(TIME, "inference", {
      event_id: EVENT,
      model: told.model,
      input: input("1".repeat(64)),
    }),
  ];
}

describe("Entry and object", () => {
  it.each(LOG)("$what", judge);
});

const LOCKS: readonly Row[] = [
  {
    what: "a lock that ends before the declared period does",
    more: () => ({ locks: lockedUntil("2027-03-09T08:05:00.000Z") }),
    found: { "object-lock": "broken" },
    says: ["object-lock", /locked until 2027-03-09.*the config declares 3653 days/],
  },
  {
    what: "a lock in a weaker mode than is declared",
    more: () => ({
      locks: lockedUntil("2036-04-01T00:00:00.000Z", "GOVERNANCE"),
      environment: { id: ENVIRONMENT, config: { ...config, lock: { mode: "COMPLIANCE", acknowledgeIrreversible: true } } },
    }),
    found: { "object-lock": "broken" },
    says: ["object-lock", /in mode GOVERNANCE; the config declares COMPLIANCE/],
  },
  {
    what: "no lock at all",
    more: () => ({ locks: { lockOf: async () => ({ mode: "none", hold: true }) } }),
    found: { "object-lock": "broken" },
    says: ["object-lock", /has no lock but a legal hold/],
  },
  {
    what: "nobody who could be asked for the lock",
    more: () => ({ locks: { lockOf: async () => "a bundle tells no lock" } }),
    found: { "object-lock": "cannot-tell" },
    says: ["object-lock", /a bundle tells no lock/],
  },
  {
    what: "a lock, and no config that would say for how long",
    more: () => ({ environment: { id: ENVIRONMENT } }),
    found: { "object-lock": "cannot-tell" },
    says: ["object-lock", /how long was declared is not known/],
  },
]; // prettier-ignore

describe("The lock of the object", () => {
  it.each(LOCKS)("$what", judge);
});

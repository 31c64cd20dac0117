import { logLine, sha256Hex, type Art12Event } from "../../../evidence/event";
import { archivedLine, objectKey, packed, TestEmitter } from "../archive/corpus";

/**
 * Three days of two systems with everything that can trouble a reader: a gap over midnight, repeated lines, a rewritten
 * object, an altered entry, an altered copy, lines that are no logs, fields that are missing or not ASCII, an hour and a
 * day without an event.
 */

export const DAY = { before: "2026-03-09", first: "2026-03-10", second: "2026-03-11", third: "2026-03-12" };
export const INPUT_DIGEST = "1a".repeat(32);
export const CASE_DIGEST = "2b".repeat(32);
export const INCIDENT = `${DAY.first}T10:30:00.000Z`;

const REVIEWER = "3c".repeat(32);
const model = (version: string) => ({
  name: "credit-model",
  version,
  run_id: "0f".repeat(16),
  artifact_sha256: "4d".repeat(32),
  upstream: { provider: "example", model: "base/large:v2", version: "2026-01-01" },
});
const input = (digest: string) => ({
  algorithm: "hmac-sha256",
  key_id: "k1",
  canonicalization: "rfc8785",
  scope: "applicant",
  digest,
});
const caseRef = { case_ref: { key_id: "c1", digest: CASE_DIGEST } };

const credit = new TestEmitter("scoring-api.aaaa");
const EVENTS = {
  beforePeriod: credit.emit(`${DAY.before}T23:30:00.000Z`, "emitter_start"),
  lost: credit.emit(`${DAY.before}T23:59:00.000Z`),
  plain: credit.emit(`${DAY.first}T08:00:00.000Z`),
  ofCase: credit.emit(`${DAY.first}T08:10:00.000Z`, "inference", { input: input(INPUT_DIGEST), ...caseRef }),
  overridden: credit.emit(`${DAY.first}T10:00:00.000Z`, "inference", {
    model: model("4"),
    output: { reference: "5e".repeat(32), explanation_ref: "6f".repeat(32) },
    oversight: { required: true, override: true, reviewer: REVIEWER, reason: "policy_exception" },
  }),
  outOfScope: credit.emit(`${DAY.first}T10:15:00.000Z`, "out_of_scope_input", {
    model: model("4"),
    input: input(INPUT_DIGEST),
    reason: "age_below_range",
  }),
  failed: credit.emit(`${DAY.first}T10:30:00.250Z`, "error", { error: "model_timeout" }),
  settings: credit.emit(`${DAY.first}T10:45:00.000Z`, "config_change", {
    before: "7a".repeat(32),
    after: "8b".repeat(32),
    reason: "threshold_raised",
  }),
  stop: credit.emit(`${DAY.second}T06:00:00.000Z`, "emitter_stop"),
};
const review = new TestEmitter("review-app.bbbb");
const REVIEWS = {
  outcome: review.emit(`${DAY.second}T07:00:00.000Z`, "outcome", {
    refers_to: EVENTS.ofCase.event_id,
    outcome: "repaid",
    ...caseRef,
  }),
  override: review.emit(`${DAY.second}T07:30:00.000Z`, "oversight", {
    refers_to: EVENTS.ofCase.event_id,
    oversight: {
      required: false,
      override: true,
      reviewer: REVIEWER,
      reason: "new_document",
      overridden_event: EVENTS.ofCase.event_id,
    },
  }),
};
const screening = new TestEmitter("screening.cccc", "cv-screening");
const SCREENED = screening.emit(`${DAY.first}T09:00:00.000Z`, "inference", {
  model: { ...model("1"), name: "cv-model" },
});

export const IDS = {
  plain: EVENTS.plain.event_id,
  ofCase: EVENTS.ofCase.event_id,
  overridden: EVENTS.overridden.event_id,
  outOfScope: EVENTS.outOfScope.event_id,
  failed: EVENTS.failed.event_id,
  settings: EVENTS.settings.event_id,
  outcome: REVIEWS.outcome.event_id,
  override: REVIEWS.override.event_id,
};

/** A line around an entry that no client of ours would write, with its right digest. */
function foreignLine(event: object, id: string): string {
  const entry = JSON.stringify(event);
  return archivedLine(EVENTS.plain, (line) => {
    line["_id"] = id;
    line["host"] = "wählscheibe-☎";
    line["attributes"] = {
      note: 'über "Größe" \\ 📎\n',
      art12: { entry, entry_sha256: sha256Hex(entry), event },
    };
  });
}

/** An inference that names no model, with a reason in no ASCII, deep and unknown members, odd numbers. */
const FOREIGN = {
  event_id: "01939d00-0000-7000-8000-00000000ffff",
  type: "inference",
  time: `${DAY.first}T08:20:00.000Z`,
  system: { id: "credit-scoring", version: "1.0.0", deep: { er: [1, { x: "ß" }] } },
  reason: 'größer als "5" 🙂 \\ ende',
  output: { decision: "granted", confidence: 0.1 },
  emitter: { id: "foreign.dddd", sequence: 5, prev: "not-a-digest" },
  case_ref: null,
};

const alteredEntry = archivedLine(EVENTS.plain, (line) => {
  line["_id"] = "altered-entry";
  line["attributes"].art12.entry = line["attributes"].art12.entry.replace('"granted"', '"refused"');
});
const alteredCopy = archivedLine(EVENTS.plain, (line) => {
  line["_id"] = "altered-copy";
  line["attributes"].art12.event = { ...line["attributes"].art12.event, output: { decision: "refused" } };
});

/** One object version, in the order in which they are written. */
export interface CorpusObject {
  readonly key: string;
  readonly bytes: Buffer;
  /** For sources that cannot give ids themselves. */
  readonly versionId: string;
}

function object(time: string, lines: readonly string[], id = "a1", versionId = "v1"): CorpusObject {
  return { key: objectKey(time, id), bytes: packed(...lines), versionId };
}

const lines = (...events: Art12Event[]) => events.map((event) => archivedLine(event));

export const OBJECTS: readonly CorpusObject[] = [
  { key: "art12/permission_testing/probe", bytes: Buffer.from("test"), versionId: "v1" },
  object(EVENTS.beforePeriod.time, lines(EVENTS.beforePeriod)),
  object(EVENTS.plain.time, [
    ...lines(EVENTS.plain, EVENTS.ofCase, EVENTS.ofCase),
    "{broken",
    '"only a text"',
    '{"_id":"no-attributes","date":"2026-03-10T08:00:00.000Z"}',
    '{"_id":"text-attributes","attributes":"words"}',
    '{"_id":"other-log","attributes":{"http":{"status_code":200}},"tags":["a"]}',
    foreignLine(FOREIGN, "foreign"),
    foreignLine([1, 2], "no-event"),
    alteredEntry,
    alteredCopy,
  ]),
  object(SCREENED.time, lines(SCREENED)),
  // Written, and after a time-out written again with one line more: the second version holds all of the first.
  object(EVENTS.overridden.time, lines(EVENTS.overridden), "retried", "v1"),
  object(EVENTS.overridden.time, lines(EVENTS.overridden, EVENTS.outOfScope), "retried", "v2"),
  object(EVENTS.failed.time, lines(EVENTS.failed, EVENTS.settings)),
  object(EVENTS.stop.time, lines(EVENTS.stop)),
  object(REVIEWS.outcome.time, lines(REVIEWS.outcome, REVIEWS.override, EVENTS.ofCase)),
];

/** What is sent for an event: the digest of its entry is what the chain holds. */
export const entryDigest = (event: Art12Event): string => logLine(event).art12.entry_sha256;

/** Each question as the tests ask it. */
export const QUESTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "system-events": { system: "credit-scoring" },
  "event-chain": { event: IDS.ofCase },
  overrides: { system: "credit-scoring" },
  "model-versions": { system: "credit-scoring" },
  "model-version-events": { version: "credit-model:4" },
  "volume-and-gaps": { system: "credit-scoring" },
  "unregistered-versions": { system: "credit-scoring", registered: "credit-model:2,credit-model:3" },
  "input-events": { digest: INPUT_DIGEST },
  "case-events": { digest: CASE_DIGEST },
  "incident-window": { system: "credit-scoring", incident: INCIDENT },
  "damaged-lines": {},
};

export const PERIOD = { from: DAY.first, to: DAY.third };

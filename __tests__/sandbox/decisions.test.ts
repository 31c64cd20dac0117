import { createArt12Logger, type Art12Event, type Art12Sink, type LogLine } from "../../clients/node";
import { CREDIT_POLICY } from "../../sandbox/credit/application";
import { decide, type DecisionPolicy, type Score } from "../../sandbox/credit/decisions";

/** A logger for any system, and what it recorded. */
async function recorder(systemId: string, vocabulary: object) {
  const lines: LogLine[] = [];
  const sink: Art12Sink = { write: async (batch) => void lines.push(...batch) };
  const logger = await createArt12Logger({
    system: { id: systemId, version: "1.0.0" },
    environment: "sandbox",
    role: "provider",
    model: { name: systemId, version: "1", runId: "a".repeat(32), artifact: { sha256: "b".repeat(64) } },
    config: { decisionThreshold: 0.5, values: {} },
    inputReference: { algorithm: "hmac-sha256", keyId: "k", key: Buffer.alloc(32, 1), scope: "s" },
    caseKey: { id: "c", key: Buffer.alloc(32, 2) },
    pseudonymKey: Buffer.alloc(32, 3),
    vocabulary,
    sink,
  });
  const events = () => lines.map((line) => JSON.parse(line.art12.entry) as Art12Event);
  return { logger, lines, events };
}

const CREDIT_VOCABULARY = {
  decisions: ["approve", "decline"],
  reasons: ["affordability_confirmed", "affordability_refuted"],
  errors: ["feature_missing"],
};
const scorer = (score: Score) => ({ score: async () => score });
const applicant = (features: Record<string, unknown> = {}) => ({ id: "application-00001", features });

async function decideOne(score: Score, features: Record<string, unknown> = {}) {
  const { logger, events, lines } = await recorder("credit-scoring", CREDIT_VOCABULARY);
  const counts = await decide([applicant(features)], scorer(score), CREDIT_POLICY, logger);
  return { counts, events: events().slice(1), lines };
}

describe("a credit decision", () => {
  it.each([
    ["decline", 0.9, 0.9],
    ["decline", 0.5, 0.5],
    ["approve", 0.2, 0.8],
  ])(
    "is to %s at a probability of default of %d, with the confidence in that decision",
    async (decision, score, confidence) => {
      const { events } = await decideOne(score);
      expect(events[0]).toMatchObject({ type: "inference", output: { decision, confidence } });
    },
  );

  it.each([
    ["clear", 0.8, false, ["inference"]],
    ["close", 0.52, true, ["inference", "oversight"]],
  ])("goes to a person only when it is not clear: %s", async (_, score, required, types) => {
    const { events } = await decideOne(score);
    expect(events.map(({ type }) => type)).toEqual(types);
    expect(events[0]).toMatchObject({ oversight: { required } });
  });

  it.each([
    ["declined a home owner", 0.52, { housing: "own" }, "affordability_confirmed"],
    [
      "approved somebody with little on the account",
      0.48,
      { checking_account: "little" },
      "affordability_refuted",
    ],
  ])(
    "is overridden, with a coded reason, where the system %s in a close case",
    async (_, score, features, reason) => {
      const { counts, events } = await decideOne(score, features);
      const overridden_event = events[0]?.event_id;
      expect(events[1]).toMatchObject({
        refers_to: overridden_event,
        oversight: { override: true, reason, overridden_event },
      });
      expect(counts).toMatchObject({ reviewed: 1, overridden: 1 });
    },
  );

  it("is not made on features the model never saw: that is an error event", async () => {
    const { counts, events } = await decideOne({ unusableFeatures: ["age"] });
    expect(events).toMatchObject([{ type: "error", error: "feature_missing" }]);
    expect(counts).toMatchObject({ inferences: 0, errors: 1 });
  });

  it("leaves neither features, nor the application's number, nor the officer's name in the log", async () => {
    const { lines } = await decideOne(0.52, { housing: "own", income: 54321 });
    expect(JSON.stringify(lines)).not.toMatch(/54321|housing|application-00001|credit-officer/);
  });
});

it("another system decides and logs the same way, with its own codes", async () => {
  const policy: DecisionPolicy = {
    threshold: 0.7,
    reviewBand: 1,
    codes: { atOrAbove: "invite", below: "reject", unusable: "cv_unreadable" },
    review: () => ({ reviewer: "recruiter-1", overrideReason: "experience_relevant" }),
  };
  const vocabulary = {
    decisions: ["invite", "reject"],
    reasons: ["experience_relevant"],
    errors: ["cv_unreadable"],
  };
  const { logger, events } = await recorder("cv-screening", vocabulary);
  await decide([applicant()], scorer(0.6), policy, logger);
  await logger.close();
  expect(events().map(({ type, system }) => [type, system.id])).toEqual(
    ["emitter_start", "inference", "oversight", "emitter_stop"].map((type) => [type, "cv-screening"]),
  );
});

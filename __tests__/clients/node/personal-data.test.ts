import {
  Art12Error,
  createArt12Logger,
  type Art12LoggerOptions,
  type InferenceCall,
  type LogLine,
} from "../../../clients/node";
import { looksLikeIban } from "../../../clients/node/personal";
import { CALL, minimalOptions } from "./logger-options";

/** What tells a person, in the forms in which it comes along. None of them may be in an entry. */
const PERSONAL = {
  "a name": "Jane Doe",
  "a name as a code": "jane_doe",
  "an e-mail address": "jane.doe@example.org",
  "free text": "Applicant seemed nervous, and lives in a bad area.",
  "an IBAN": "DE89370400440532013000",
  "an IBAN as it is printed": "DE89 3704 0044 0532 0130 00",
  "a telephone number": "+49 30 901820",
  "a date of birth": "1985-11-24",
  "a line feed and more": "approve\njane doe",
} as const;

/** Each place of a call whose value is logged as it is. What is logged as a keyed digest takes any text. */
const PLACES: Readonly<Record<string, (text: string) => object>> = {
  "output.decision": (text) => ({ output: { decision: text } }),
  "output.reference": (text) => ({ output: { reference: text } }),
  "output.explanationRef": (text) => ({ output: { decision: "approve", explanationRef: text } }),
  "output.confidence": (text) => ({ output: { decision: "approve", confidence: text } }),
  "oversight.required": (text) => ({ oversight: { required: text } }),
  "oversight.reason": (text) => ({ oversight: { required: true, reason: text } }),
  "oversight.overriddenEvent": (text) => ({
    oversight: {
      required: true,
      override: true,
      reviewer: "r",
      reason: "not_a_person",
      overriddenEvent: text,
    },
  }),
  traceId: (text) => ({ traceId: text }),
  "use.start": (text) => ({ use: { start: text, end: new Date(0) } }),
  "a further field": (text) => ({ [text]: true }),
};

const cases = Object.entries(PERSONAL).flatMap(([what, text]) =>
  Object.entries(PLACES).map(([place, change]) => ({ what, text, place, change })),
);

describe("what tells a person", () => {
  it.each(cases)(
    "is refused in an event, and not repeated in the error: $what as $place",
    async ({ text, change }) => {
      const lines: LogLine[] = [];
      const log = await createArt12Logger(minimalOptions(lines));
      const call = { ...CALL, ...change(text) } as unknown as InferenceCall;
      const error = await log.inference(call).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(Art12Error);
      expect((error as Art12Error).message).toMatch(/^\[[a-z-]+\] [a-zA-Z_.]+: .+\. Fix: .+/s);
      if (!/^[a-z_]+$/.test(text)) expect((error as Art12Error).message).not.toContain(text);
      expect(lines).toHaveLength(1);
    },
  );

  it("is named by its place, with what is allowed there", async () => {
    const log = await createArt12Logger(minimalOptions([]));
    await expect(log.inference({ ...CALL, output: { decision: "jane_doe" } })).rejects.toThrow(
      "[unknown-code] output.decision: must be one of the codes declared in vocabulary.decisions (approve, decline). Fix: use one of them, or declare the code in vocabulary.decisions",
    );
    await expect(log.inference({ ...CALL, traceId: "jane.doe@example.org" })).rejects.toThrow(
      "[schema-violation] trace_id: has not the form needed (32 lower-case hex digits.). Fix: correct the call; the published JSON Schema describes each field",
    );
  });
});

describe("an account's number in the options, whose texts are in every event", () => {
  const IBAN = "DE89370400440532013000";
  it.each<[string, Partial<Art12LoggerOptions>]>([
    ["system.id", { system: { id: IBAN, version: "1" } }],
    ["system.version", { system: { id: "credit-scoring", version: `${IBAN.slice(0, 4)}.${IBAN.slice(4)}` } }],
    ["environment", { environment: "GB-29-NWBK-6016-1331-9268-19" }],
    ["service", { service: IBAN.toLowerCase() }],
    ["model.name", { model: { ...minimalOptions([]).model, name: IBAN } }],
    [
      "inputReference.scope",
      { inputReference: { ...minimalOptions([]).inputReference, scope: IBAN } as never },
    ],
    ["caseKey.id", { caseKey: { id: IBAN, key: Buffer.alloc(32, 3) } }],
    ["vocabulary.decisions[1]", { vocabulary: { decisions: ["approve", IBAN.toLowerCase()] } }],
  ])("is refused as %s when the logger is made", async (field, change) => {
    const error = await createArt12Logger({ ...minimalOptions([]), ...change }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({
      name: "Art12ConfigError",
      field,
      needed: "looks like a bank account number (IBAN)",
      fix: expect.stringContaining("caseId"),
    });
    expect((error as Error).message).not.toMatch(/370400|NWBK/i);
  });

  it.each([
    ["DE89370400440532013001", false],
    ["credit-scoring-gbm", false],
    ["income_not_verified", false],
    ["2026.11.3+build7", false],
    ["DE89 3704 0044 0532 0130 00", true],
    ["NO9386011117947", true],
    ["mt84malt011000012345mtlcast001s", true],
  ])("%s: %s", (text, expected) => expect(looksLikeIban(text)).toBe(expected));

  it("is not seen in run ids and digests, which are random", async () => {
    // Reads as an IBAN of 32 digits.
    let runId = "";
    for (let count = 0; !looksLikeIban(runId); count++)
      runId = `ad${String(count % 100).padStart(2, "0")}${String(count).padStart(28, "0")}`;
    const model = { ...minimalOptions([]).model, runId };
    await expect(createArt12Logger({ ...minimalOptions([]), model })).resolves.toBeDefined();
  });
});

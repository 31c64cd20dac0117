import fc from "fast-check";
import { inspect } from "node:util";
import {
  createArt12Logger,
  type Art12LoggerOptions,
  type InferenceCall,
  type LogLine,
} from "../../../clients/node";
import { CALL, minimalOptions } from "./logger-options";

/** A text that cannot turn up by chance, with any characters round it. */
const secret = fc
  .tuple(fc.string(), fc.string({ unit: "grapheme" }))
  .map(([a, b]) => `${a}Zx9-secret-Qw7${b}`);
const MARK = "Zx9-secret-Qw7";

/** Data of any form with the secret as a value or as a key somewhere inside. */
function holding(text: string): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(text),
      fc.tuple(tie("value"), fc.jsonValue()).map(([inner, other]) => [other, inner]),
      fc.tuple(fc.string(), tie("value")).map(([key, inner]) => ({ [key]: inner })),
      fc.jsonValue().map((other) => ({ [text]: other })),
    ),
  }));
  return value;
}

const COMMITTED = {
  algorithm: "sha256-nonce",
  scope: "cv-text-v1",
  keepOpening: async () => {},
} as const satisfies Art12LoggerOptions["inputReference"];

describe("raw input", () => {
  it.each([
    ["keyed", minimalOptions([]).inputReference],
    ["committed", COMMITTED],
  ])(
    "is in no emitted byte, whatever the input, the case and the reviewer are: %s",
    async (_, inputReference) => {
      const lines: LogLine[] = [];
      const log = await createArt12Logger({ ...minimalOptions(lines), inputReference });
      await fc.assert(
        fc.asyncProperty(
          secret.chain((text) => fc.tuple(fc.constant(text), holding(text))),
          async ([text, input]) => {
            lines.length = 0;
            const oversight = { required: true, reviewer: text };
            await log.inference({ ...CALL, input, oversight, caseId: text });
            await log.outOfScopeInput({ input, reason: "not_a_person" });
            await log.configChange({
              config: { values: input, decisionThreshold: 0.5 },
              reason: "threshold_review",
            });
            expect(lines).toHaveLength(3);
            expect(JSON.stringify(lines)).not.toContain(MARK);
          },
        ),
      );
    },
  );

  it("is in no error, wherever it is put by mistake", async () => {
    const lines: LogLine[] = [];
    const log = await createArt12Logger(minimalOptions(lines));
    const misplaced = (text: string): object[] => [
      { input: { [text]: new Map([[text, text]]) } },
      { input: { name: `${text}\ud83d` } },
      { output: { decision: text } },
      { output: { decision: "approve", reference: text } },
      { output: { decision: "approve", [text]: text } },
      { output: text },
      { oversight: { required: text } },
      { oversight: { required: true, reason: text } },
      { oversight: { required: true, [text]: true } },
      {
        oversight: {
          required: true,
          reviewer: "r",
          override: true,
          reason: "not_a_person",
          overriddenEvent: text,
        },
      },
      { use: { start: text, end: text } },
      { traceId: text },
      { [text]: 1 },
    ];
    await fc.assert(
      fc.asyncProperty(secret, async (text) => {
        for (const change of misplaced(text)) {
          const error = await log
            .inference({ ...CALL, ...change } as InferenceCall)
            .catch((caught: unknown) => caught);
          expect(error).toBeInstanceOf(Error);
          expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(MARK);
        }
      }),
      { numRuns: 30 },
    );
    expect(lines).toHaveLength(1);
  });
});

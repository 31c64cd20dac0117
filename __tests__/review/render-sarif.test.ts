import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { renderSarif, type SarifOptions } from "../../review/render/sarif";
import type { Review } from "../../review/review";
import { RULES } from "../../rules";
import { anyReview, destroyed, finding, review, VAULT, waiver } from "./reviews";
import { SARIF_SCHEMA } from "./sarif-schema";

const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
const isSarif = ajv.compile(SARIF_SCHEMA);
const PLACED: SarifOptions = {
  place: () => ({ path: "configs/environments/a b.yaml", line: 31 }),
  repositoryUrl: "https://git.example/example/evidence/blob/main/",
};
/** Of code scanning. */
const MOST_COMPRESSED_BYTES = 10_000_000;

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [{ readonly physicalLocation?: unknown; readonly logicalLocations: unknown }];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState: string;
  readonly suppressions?: unknown;
}
interface Run {
  readonly tool: {
    readonly driver: { readonly rules: readonly { readonly id: string; helpUri?: string }[] };
  };
  readonly invocations: readonly [
    {
      executionSuccessful: boolean;
      toolExecutionNotifications: { level: string; message: { text: string } }[];
    },
  ];
  readonly results: readonly Result[];
}

function run(given: Partial<Review>, options: SarifOptions = PLACED): Run {
  const { runs } = JSON.parse(renderSarif(review(given), options)) as { runs: [Run] };
  return runs[0];
}

describe("SARIF of a review", () => {
  it("is SARIF 2.1.0, whatever the plans and configs say", () =>
    fc.assert(
      fc.property(anyReview, fc.constantFrom(PLACED, {}), (given, options) => {
        isSarif(JSON.parse(renderSarif(given, options)));
        expect(isSarif.errors).toBeNull();
      }),
      { numRuns: 60 },
    ));

  it("describes every rule with its duties, and where to read about it", () => {
    const { rules } = run({}).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(rules[RULES.findIndex(({ id }) => id === "lock-days")]).toMatchObject({
      name: "LockDays",
      shortDescription: { text: "The log is locked for at least 184 days" },
      help: { text: expect.stringContaining("Raise retention.log.days of the environment.") },
      helpUri: "https://git.example/example/evidence/blob/main/docs/rules.md#lock-days",
      properties: { tags: ["ai-act", "Art19(1)", "Art26(6)"] },
    });
    expect(run({}, {}).tool.driver.rules.every(({ helpUri }) => helpUri === undefined)).toBe(true);
  });

  it("gives what weakens as an error at the line of the config that decides it", () => {
    const { results, tool } = run({ findings: [finding()] });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      ruleId: "lock-days",
      level: "error",
      message: { text: expect.stringContaining("3653 -> 365 days") },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "configs/environments/a%20b.yaml", uriBaseId: "%SRCROOT%" },
            region: { startLine: 31 },
          },
          logicalLocations: [
            { fullyQualifiedName: `${VAULT}/aws_s3_bucket.evidence_vault`, kind: "resource" },
          ],
        },
      ],
    });
    expect(tool.driver.rules[results[0]?.ruleIndex ?? -1]?.id).toBe("lock-days");
  });

  it.each<[what: string, given: Partial<Review>, level: string, state: string]>([
    ["what is met no longer", { findings: [finding({ after: { verdict: "unmet", reason: "" } })] }, "error", "new"],
    ["what is destroyed", { findings: [destroyed()] }, "error", "new"],
    ["what got worse", { findings: [finding()] }, "error", "updated"],
    ["what cannot be told", { findings: [finding({ effect: "unknown", after: { verdict: "unknown", reason: "" } })] }, "warning", "new"],
    ["what was unmet before", { standing: [finding({ effect: "neutral" })] }, "note", "unchanged"],
  ])("gives %s its level and its state", (_, given, level, state) =>
    expect(run(given).results).toMatchObject([{ level, baselineState: state }]),
  ); // prettier-ignore

  it("leaves out what strengthens or changes nothing", () =>
    expect(
      run({ findings: [finding({ effect: "strengthens" }), finding({ effect: "neutral" })] }).results,
    ).toEqual([]));

  it("shows a waived finding as suppressed, with who agreed and until when", () => {
    const waivers = { used: [waiver()], expiring: [], expired: [] };
    const { results } = run({ findings: [finding(), finding({ address: "x/y" })], waivers });
    expect(results.map(({ suppressions }) => suppressions)).toEqual([
      [
        {
          kind: "external",
          status: "accepted",
          justification: "agreed while the lock is rebuilt (agreed by head of compliance, until 2026-12-10)",
        },
      ],
      undefined,
    ]);
  });

  it("tells a finding by its rule and address, whatever is measured and wherever it stands", () => {
    const print = (given: Parameters<typeof finding>[0], options?: SarifOptions) =>
      run({ findings: [finding(given)] }, options).results[0]?.partialFingerprints;
    expect(print({ reason: "other words" }, {})).toEqual(print({}));
    expect(print({ address: "x/y" })).not.toEqual(print({}));
    expect(print({ rule: "lock-mode" })).not.toEqual(print({}));
  });

  it("says which rules failed and what was not compared", () => {
    const [{ executionSuccessful, toolExecutionNotifications: notes }] = run({
      brokenRules: ["lock-days"],
      notCompared: ["the other stacks"],
    }).invocations;
    expect(executionSuccessful).toBe(false);
    expect(notes.map(({ level, message }) => `${level}: ${message.text}`)).toEqual([
      "error: The rule lock-days failed itself: what it judges is not judged.",
      "note: Not compared: the other stacks",
    ]);
  });

  it("holds nothing that SARIF reads as a link or as a place for an argument", () => {
    const [{ message } = { message: { text: "" } }] = run({
      findings: [finding({ reason: "see [here](https://evil.example) {0}" })],
    }).results;
    expect(message.text).not.toMatch(/\]\(|\{\d+\}/);
  });

  const many = (count: number, more: (index: number) => Parameters<typeof finding>[0]) =>
    Array.from({ length: count }, (_, index) => finding({ address: `${VAULT}/x.${index}`, ...more(index) }));

  it("has at most as many results as are shown, what weakens first, and counts the rest", () => {
    const { results, invocations } = run({
      findings: [...many(4000, () => ({ effect: "unknown" })), ...many(3000, () => ({}))],
    });
    expect(results).toHaveLength(5000);
    expect(results.slice(0, 3000).every(({ level }) => level === "error")).toBe(true);
    expect(invocations[0].toolExecutionNotifications.at(-1)?.message.text).toMatch(/^2,000 results left out/);
  });

  it("stays below the size of an upload", () => {
    const wide = (index: number) => "𝔸".repeat(1000) + index;
    const text = renderSarif(
      review({ findings: many(5000, (index) => ({ address: wide(index), reason: wide(index) })) }),
      PLACED,
    );
    expect(gzipSync(text).byteLength).toBeLessThan(MOST_COMPRESSED_BYTES);
    expect(Buffer.byteLength(text)).toBeLessThan(MOST_COMPRESSED_BYTES);
    expect(text).toMatch(/results left out/);
  });
});

import Ajv2020 from "ajv/dist/2020";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../review/render/generate";
import { renderJson } from "../../review/render/json";
import { reviewJsonSchema } from "../../review/render/review-schema";
import type { Review } from "../../review/review";
import { anyReview, destroyed, finding, plan, review, VAULT, waiver } from "./reviews";

const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
const isReview = ajv.compile(reviewJsonSchema());

const json = (given: Partial<Review>) => JSON.parse(renderJson(review(given))) as Record<string, unknown>;

describe("The JSON of a review", () => {
  it("has the published schema, whatever the plans and configs say", () =>
    fc.assert(
      fc.property(anyReview, (given) => {
        isReview(JSON.parse(renderJson(given)));
        expect(isReview.errors).toBeNull();
      }),
      { numRuns: 60 },
    ));

  it("is described by a file that is up to date", () => {
    for (const { path, content } of generatedFiles)
      expect(readFileSync(join(__dirname, "../..", path), "utf8")).toBe(content);
  });

  it("holds everything, and counts it by effect and by duty", () => {
    const findings = [
      finding(),
      finding({ effect: "unknown", duties: ["Art72"], address: "x/y" }),
      finding({ effect: "strengthens", address: "x/z" }),
    ];
    expect(json({ findings, standing: [finding({ effect: "neutral" })] })).toMatchObject({
      schemaVersion: "1.0.0",
      effect: "weakens",
      counts: { weakens: 1, unknown: 1, strengthens: 1, neutral: 0, waived: 0, standing: 1 },
      byDuty: [
        { duty: "Art19(1)", weakens: 1, unknown: 0, strengthens: 1, neutral: 0, standing: 1 },
        { duty: "Art26(6)", weakens: 1, unknown: 0, strengthens: 1, neutral: 0, standing: 1 },
        { duty: "Art72", weakens: 0, unknown: 1, strengthens: 0, neutral: 0, standing: 0 },
      ],
    });
  });

  it("counts a waived finding apart, and marks it", () => {
    const waivers = { used: [waiver()], expiring: [], expired: [] };
    expect(json({ findings: [finding()], waivers })).toMatchObject({
      counts: { weakens: 0, waived: 1 },
      findings: [{ effect: "weakens", waived: true }],
    });
  });

  it("cuts nothing", () => {
    const address = `${VAULT}/${"x".repeat(5000)}`;
    const changes = Array.from({ length: 10_000 }, () => ({
      address,
      action: "create" as const,
      attributes: [],
    }));
    const { plans } = json({ plans: [plan({ changes })] }) as { plans: [{ changes: { address: string }[] }] };
    expect(plans[0].changes).toHaveLength(10_000);
    expect(plans[0].changes[9999]?.address).toBe(address);
  });

  it("says null where there is nothing, so that a key is always there", () => {
    expect(
      json({ findings: [destroyed()], costs: [{ environment: "production", afterUsd: 2 }] }),
    ).toMatchObject({
      findings: [{ before: null, after: null, measure: null }],
      costs: [{ environment: "production", beforeUsd: null, afterUsd: 2 }],
    });
  });
});

import { DETAILS } from "../../../evidence/records/details";
import { FolderRecordStore, verifyStream } from "../../../evidence/records";
import { driftDetails, recordDrift } from "../../../review/drift/record";
import { actors, ringWith } from "../../evidence/records/actors";
import { temporaryFolder } from "../../temporary";
import { change, finding, report, VAULT } from "./reports";

const valid = (details: unknown) => DETAILS["drift-check"].parse(details);

describe("The record of a check", () => {
  it("is written even when nothing was found", () => {
    expect(valid(driftDetails(report()))).toMatchObject({
      check: "drift",
      mode: "state",
      effect: "neutral",
      stacks: [
        { stack: VAULT, outcome: "clean", console: 0, unapplied: 0, noise: 0, weakens: 0, unknown: 0 },
      ],
      findings: [],
      findingsLeftOut: 0,
    });
  });

  it("counts resources by cause, and findings by effect", () => {
    const changes = [
      change(),
      change({ cause: "unapplied" }),
      change({ cause: "both", address: `${VAULT}/a.b` }),
      change({ cause: "noise", address: `${VAULT}/a.c` }),
      change({ cause: "deleted", address: `${VAULT}/a.d` }),
    ];
    const stacks = [{ stack: VAULT, outcome: "drift" as const, problems: [] }];
    const found = report({
      stacks,
      changes,
      findings: [finding(), finding({ effect: "unknown", address: "*" })],
      effect: "weakens",
    });
    expect(valid(driftDetails(found))).toMatchObject({
      effect: "weakens",
      stacks: [{ outcome: "drift", console: 3, unapplied: 2, noise: 1, weakens: 1, unknown: 1 }],
      findings: [
        { cause: "console", rule: "lock-days", duties: ["Art19(1)", "Art26(6)"] },
        { effect: "unknown" },
      ],
    });
  });

  it("says which stacks failed and which were left out, and claims nothing of them", () => {
    const stacks = [
      {
        stack: VAULT,
        outcome: "failed" as const,
        problems: [{ code: "state-locked", where: VAULT, given: "secret words", needed: "", fix: "" }],
      },
      { stack: "production-mlflow", outcome: "left-out" as const, problems: [] },
    ];
    const details = valid(driftDetails(report({ stacks, findings: [finding({ address: "*" })] })));
    expect(details).toMatchObject({
      stacks: [
        { outcome: "failed", weakens: 0 },
        { outcome: "left-out", weakens: 0 },
      ],
    });
    expect(JSON.stringify(details)).not.toContain("secret words");
  });

  it("names 200 findings, the worst first, and counts the rest", () => {
    const findings = Array.from({ length: 300 }, (_, index) => finding({ address: `${VAULT}/a.b${index}` }));
    const details = valid(driftDetails(report({ findings })));
    expect(details).toMatchObject({ findingsLeftOut: 100 });
    expect("findings" in details && details.findings.length).toBe(200);
  });

  it("says what is waived", () => {
    const waiver = { rule: "lock-days", resource: finding().address, reason: "", approver: "", expires: "" };
    const found = report({ findings: [finding()], waivers: { used: [waiver], expired: [] } });
    expect(valid(driftDetails(found))).toMatchObject({ waivers: 1, findings: [{ waived: true }] });
    expect(valid(driftDetails(report({ findings: [finding()] })))).toMatchObject({
      findings: [{ waived: false }],
    });
  });

  it("counts an address no record can hold", () =>
    expect(
      valid(driftDetails(report({ findings: [finding({ address: `${VAULT}/a.b["\u001b"]` })] }))),
    ).toMatchObject({
      findings: [],
      findingsLeftOut: 1,
    }));

  it.each([
    ["another field", { remark: "free text" }],
    ["an unknown mode", { mode: "guess" }],
    ["a negative count", { notLookedAt: -1 }],
    [
      "free text for a cause",
      { findings: [{ effect: "weakens", rule: "lock-days", duties: [], address: "a", cause: "some one" }] },
    ],
  ])("refuses %s", (_, more) =>
    expect(DETAILS["drift-check"].safeParse({ ...driftDetails(report()), ...more }).success).toBe(false),
  );

  it("is signed by the detector, into a stream that verifies", async () => {
    const store = new FolderRecordStore(temporaryFolder());
    for (const actor of [undefined, "nightly/1"])
      await recordDrift(store, actors.detector.signer, report(), actor);
    expect(await verifyStream(store, "detector", ringWith())).toMatchObject({ records: 2, findings: [] });
  });
});

import { driftJson, driftText } from "../../../cli/drift-output";
import { forbiddenWordsIn } from "../../../regulation";
import { MIRRORS, KNOWN_DIFFERENCES } from "../../../review/drift/known-differences";
import { DRIFT_MARKER, driftMarkdown } from "../../../review/drift/markdown";
import { CAUSE_WORDS, hasDrift } from "../../../review/drift/report";
import { change, finding, report, VAULT } from "./reports";

const WAIVER = {
  rule: "lock-days",
  resource: `${VAULT}/aws_s3_bucket.vault`,
  reason: "agreed for a while",
  approver: "a.muster",
  expires: "2026-12-31",
};
const noise = change({
  cause: "noise",
  paths: [{ path: "policy", noise: "the same JSON document in another layout" }],
});
const standing = finding({ cause: "standing", effect: "neutral" });

describe("What a check fails on", () => {
  it.each([
    ["nothing", report(), false, false],
    ["noise alone", report({ changes: [noise] }), false, false],
    ["a change that serves no duty", report({ changes: [change()] }), true, false],
    [
      "a change that strengthens",
      report({ changes: [change()], findings: [finding({ effect: "strengthens" })] }),
      true,
      false,
    ],
    ["a change that weakens", report({ changes: [change()], findings: [finding()] }), true, true],
    ["what cannot be told", report({ findings: [finding({ effect: "unknown" })] }), true, true],
    ["what is unmet, whoever did it", report({ standing: [standing] }), true, true],
    [
      "what is unmet, and waived",
      report({ standing: [standing], waivers: { used: [WAIVER], expired: [] } }),
      false,
      false,
    ],
    ["a waiver past its day", report({ waivers: { used: [], expired: [WAIVER] } }), true, true],
    ["a rule that failed", report({ brokenRules: ["lock-days"] }), true, true],
  ])("%s", (_, found, any, weakens) =>
    expect([hasDrift(found, "any"), hasDrift(found, "weakens")]).toEqual([any, weakens]),
  );
});

describe("The report", () => {
  it("says in its first words that nothing was found, and in how many stacks", () => {
    expect(driftText(report(), false).split("\n")[0]).toBe("Nothing found: 1 stack checked, all as declared");
    expect(driftMarkdown(report())).toContain("**Nothing found: 1 stack checked, all as declared**");
  });

  it("says what is weakened first, and what is not known", () => {
    const failed = {
      stack: "production-mlflow",
      outcome: "failed",
      problems: [
        { code: "state-locked", where: "production-mlflow", given: "a lock", needed: "one run", fix: "wait" },
      ],
    } as const;
    const found = report({
      changes: [change()],
      findings: [finding()],
      stacks: [...report().stacks, failed],
    });
    const [first, second] = driftText(found, false).split("\n");
    expect(first).toBe("Weakened Art 19(1), Art 26(6): 1 finding");
    expect(second).toBe("Nothing is known of 1 stack");
    expect(driftMarkdown(found)).toContain(
      "**Weakened Art 19(1), Art 26(6): 1 finding**. Nothing is known of 1 stack",
    );
    expect(driftMarkdown(found)).toContain("`state-locked`");
  });

  it("names measures before and after, the cause, and who did it", () => {
    const attributions = [
      {
        who: "arn:aws:iam::1:user/eve",
        when: "2026-11-24T10:00:00.000Z",
        event: "PutObjectLockConfiguration",
        source: "cloudtrail",
        eventId: "e-1",
      },
    ];
    const found = report({ changes: [change({ attributions })], findings: [finding()] });
    for (const text of [driftText(found, false), driftMarkdown(found)]) {
      expect(text).toContain("3653 -> 365 days");
      expect(text).toContain(CAUSE_WORDS.console);
      expect(text).toContain("arn:aws:iam::1:user/eve");
      expect(text).toContain("PutObjectLockConfiguration");
    }
  });

  it("says that a call was looked for and not found", () =>
    expect(driftText(report({ changes: [change({ attributions: [] })] }), false)).toContain(
      "no call that explains it was found",
    ));

  it("counts noise, and lists it when asked; JSON has all of it", () => {
    const found = report({ changes: [noise] });
    expect(driftText(found, false)).toContain("noise: 1 resource");
    expect(driftText(found, false)).not.toContain("another layout");
    expect(driftText(found, true)).toContain("another layout");
    expect(JSON.parse(driftJson(found, undefined))).toMatchObject({
      schemaVersion: "1.0.0",
      changes: [{ cause: "noise", paths: [{ noise: "the same JSON document in another layout" }] }],
      record: null,
    });
  });

  it("marks what is waived, and shows the waiver", () => {
    const found = report({ findings: [finding()], waivers: { used: [WAIVER], expired: [] } });
    expect(driftText(found, false)).toMatch(
      /weakens \(waived\): lock-days[^]*waived: lock-days at .*a\.muster/,
    );
    expect(driftMarkdown(found)).toContain("(waived)");
  });

  it("names what was not looked at", () => {
    const found = report({
      notLookedAt: [
        { address: `${VAULT}/aws_sns_topic_subscription.mail`, reason: "no data source finds it" },
      ],
    });
    for (const text of [driftText(found, false), driftMarkdown(found)])
      expect(text).toContain("no data source finds it");
  });

  it("is one comment, whatever its size, and counts what it leaves out", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => index);
    const found = report({
      changes: many.map((index) => change({ address: `${VAULT}/aws_s3_bucket.b${index}` })),
      findings: many.map((index) => finding({ address: `${VAULT}/aws_s3_bucket.b${index}` })),
    });
    const text = driftMarkdown(found);
    expect(text.length).toBeLessThan(65_536);
    expect(text.startsWith(DRIFT_MARKER)).toBe(true);
    expect(text).toContain("10,000 findings");
    expect(text).toMatch(/more findings left out here/);
  });

  it("lets nobody write markup, links or control characters into it", () => {
    const hostile = `${VAULT}/aws_s3_bucket.x["](https://evil.example)\n<script>@everyone\u001b[31m"]`;
    const found = report({
      changes: [change({ address: hostile })],
      findings: [finding({ address: hostile, reason: "<img src=x> @everyone" })],
    });
    expect(driftText(found, true)).not.toMatch(/\u001b/);
    const outsideCode = driftMarkdown(found).replace(/(`+)[^`][^]*?\1/g, "");
    expect(outsideCode).not.toMatch(/<script>|<img|@everyone|\]\(https/);
  });

  it("uses none of the words that claim too much", () => {
    const all = report({ changes: [change(), noise], findings: [finding()], standing: [standing] });
    const words = [
      ...KNOWN_DIFFERENCES.map(({ why }) => why),
      ...MIRRORS.map(({ of }) => of),
      ...Object.values(CAUSE_WORDS),
    ];
    expect(forbiddenWordsIn([driftText(all, true), driftMarkdown(all), ...words].join("\n"))).toEqual([]);
  });
});

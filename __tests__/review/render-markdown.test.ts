import fc from "fast-check";
import { MARKER, MOST_CHARACTERS, renderMarkdown } from "../../review/render/markdown";
import type { Review } from "../../review/review";
import { parsed, visibleText, type Node } from "./parsed-markdown";
import { anyReview, destroyed, finding, hostileText, plan, review, VAULT, waiver } from "./reviews";

const HOST_LIMIT = 65_536;

/** The line of the verdict, which comes right after the marker. */
const verdict = (markdown: string): string => markdown.split("\n")[2] ?? "";

describe("The comment on a pull request", () => {
  it("begins with the mark by which the next run finds it, and then the verdict", () => {
    const markdown = renderMarkdown(
      review({ findings: [finding(), finding({ duties: ["Art12"], rule: "lock-mode" })] }),
    );
    expect(markdown.startsWith(`${MARKER}\n\n**Weakens Art 12, Art 19(1), Art 26(6): 2 changes**\n`)).toBe(
      true,
    );
  });

  const unknown = finding({ effect: "unknown", duties: ["Art72"], address: `${VAULT}/x` });
  const better = finding({ effect: "strengthens", duties: ["Art12"], address: `${VAULT}/y` });
  it.each<[what: string, given: Partial<Review>, says: string]>([
    ["nothing", {}, "**Weakens nothing**"],
    ["only better", { findings: [better] }, "**Weakens nothing**. Strengthens Art 12: 1 change"],
    ["cannot be told", { findings: [unknown] }, "**Cannot tell for Art 72: 1 change**"],
    ["weakened and untold", { findings: [finding(), unknown] }, "**Weakens Art 19(1), Art 26(6): 1 change**. Cannot tell for Art 72: 1 change"],
    ["a rule that failed", { brokenRules: ["lock-days"] }, "**Cannot tell: 1 rule failed**"],
    ["a waived weakening", { findings: [finding()], waivers: { used: [waiver()], expiring: [], expired: [] } }, "**Weakens nothing**. Waived: 1 change"],
  ])("says in its first sentence: %s", (_, given, says) =>
    expect(verdict(renderMarkdown(review(given)))).toBe(says),
  ); // prettier-ignore

  it("gives measures before and after, the rule, the other duties and what to do", () => {
    const markdown = renderMarkdown(review({ findings: [finding()] }));
    expect(markdown).toContain("### Art 19(1) Logs kept by the provider");
    expect(markdown).toContain(
      "| **weakens** | The log is locked for at least 184 days (`lock-days`; also Art 26(6)) | `production-evidence-vault/aws_s3_bucket.evidence_vault` | **3653 -> 365 days**: locked for 365 days |",
    );
    expect(markdown).toContain("- `lock-days`: Raise `retention.log.days` of the environment.");
  });

  it("shows what is destroyed before everything else that weakens", () => {
    const markdown = renderMarkdown(review({ findings: [finding(), destroyed()] }));
    expect(markdown.indexOf("The resource is destroyed")).toBeLessThan(markdown.indexOf("3653 -> 365"));
  });

  it("names who must agree, and says so where nobody is named", () => {
    const markdown = renderMarkdown(
      review({
        approvals: [
          { duties: ["Art19(1)"], approvers: ["@example/compliance", "head-of-risk"] },
          { duties: ["Art72"], approvers: [] },
        ],
      }),
    );
    expect(markdown).toContain("- Art 19(1): @example/compliance, head-of-risk");
    expect(markdown).toContain("- Art 72: nobody is named; name approvers in the environment's `approvals`");
  });

  it("shows waivers used, ending and expired, each once", () => {
    const [used, expired] = [waiver(), waiver({ resource: "x/y", expires: "2026-01-01" })];
    const markdown = renderMarkdown(
      review({ findings: [finding()], waivers: { used: [used], expiring: [used], expired: [expired] } }),
    );
    expect(markdown).toContain("| **weakens** (waived) |");
    expect(markdown).toContain("| used, ends within 30 days | `lock-days` |");
    expect(markdown).toContain(
      "| **has expired** | `lock-days` | `x/y` | `2026-01-01` | head of compliance |",
    );
    expect(markdown.match(/agreed while the lock is rebuilt/g)).toHaveLength(2);
  });

  it("shows the cost before and after, and none where there is no estimate", () => {
    const costs = [
      { environment: "production", beforeUsd: 1234.5, afterUsd: 300 },
      { environment: "staging", afterUsd: 12 },
    ];
    const markdown = renderMarkdown(review({ costs }));
    expect(markdown).toContain("- production: 1,234.50 USD -> 300.00 USD (-934.50 USD)");
    expect(markdown).toContain("- staging: no estimate -> 12.00 USD");
  });

  it("folds what was open before, every change, and the digests of the plans", () => {
    const changes = [
      { address: `${VAULT}/aws_s3_bucket.a`, action: "update" as const, attributes: ["tags.owner"] },
      { address: `${VAULT}/aws_s3_bucket.b`, action: "move" as const, attributes: [], movedFrom: `${VAULT}/aws_s3_bucket.c` },
    ]; // prettier-ignore
    const markdown = renderMarkdown(review({ standing: [finding()], plans: [plan({ changes })] }));
    expect(markdown).toContain("<details><summary>As before: unmet, or cannot be told: 1</summary>");
    expect(markdown).toContain("| update | `aws_s3_bucket.a` | `tags.owner` |");
    expect(markdown).toContain("| move | `aws_s3_bucket.b` | from `aws_s3_bucket.c` |");
    expect(markdown).toContain(`- \`${VAULT}\` \`${"ab".repeat(32)}\``);
    expect(markdown).not.toContain("<details open");
  });

  it("lists resources together of which the same is said", () => {
    const findings = Array.from({ length: 8 }, (_, index) =>
      finding({ effect: "neutral", address: `${VAULT}/x.${index}` }),
    );
    const markdown = renderMarkdown(review({ findings }));
    expect(markdown).toContain("`production-evidence-vault/x.4`, 3 more |");
  });
});

describe("However large the plan, the comment", () => {
  const wide = "𝔸".repeat(500);
  const many = (count: number, each: (index: number) => Partial<Parameters<typeof finding>[0]>) =>
    Array.from({ length: count }, (_, index) => finding(each(index)));
  const changes = Array.from({ length: 10_000 }, (_, index) => ({
    address: `${VAULT}/${wide}${index}`,
    action: "update" as const,
    attributes: Array.from({ length: 50 }, (_, attribute) => `${wide}${attribute}`),
  }));
  const large = review({
    findings: [
      ...Array.from({ length: 500 }, (_, index) => destroyed(`${VAULT}/${wide}${index}`)),
      ...many(4000, (index) => ({ address: `${VAULT}/${wide}${index}`, reason: wide, duties: index % 2 ? ["Art12"] : ["Art72", "Art12"] })),
      ...many(3000, (index) => ({ effect: "strengthens", address: `${VAULT}/${wide}${index}`, reason: `${index}${wide}` })),
    ],
    standing: many(2000, (index) => ({ effect: "neutral", address: `${wide}${index}`, reason: `${index}${wide}` })),
    plans: Array.from({ length: 1000 }, (_, index) => plan({ stack: `${wide}${index}`, changes: index === 0 ? changes : [] })),
    approvals: Array.from({ length: 300 }, () => ({ duties: ["Art12"] as const, approvers: Array.from({ length: 100 }, () => wide) })),
    waivers: { used: [], expiring: [], expired: Array.from({ length: 500 }, () => waiver({ reason: wide, approver: wide })) },
    notCompared: Array.from({ length: 1000 }, () => wide),
    brokenRules: Array.from({ length: 1000 }, () => wide),
    costs: Array.from({ length: 500 }, () => ({ environment: wide, afterUsd: 1e308 })),
  }); // prettier-ignore

  it("stays below what the host takes, in characters and in bytes", () => {
    const markdown = renderMarkdown(large);
    expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect([...markdown].length).toBeLessThan(HOST_LIMIT);
    expect(Buffer.byteLength(markdown)).toBeLessThan(4 * HOST_LIMIT);
  });

  it("counts by duty what weakens and is left out, and says where the whole is", () => {
    const markdown = renderMarkdown(large);
    expect(verdict(markdown)).toMatch(/^\*\*Weakens Art 12, Art 19\(1\), Art 72: 4,500 changes\*\*/);
    expect(markdown).toContain("| Art 12 Record-keeping | 4500 |");
    expect(markdown).toMatch(
      /[\d,]+ more findings left out here, \d+ of them weaken \(Art 12: \d+, Art 72: \d+\): the JSON of this review/,
    );
    expect(markdown).toMatch(/10,000 more changes left out here: the JSON/);
  });

  it("keeps what weakens when there is no room for lists of changes", () => {
    const markdown = renderMarkdown(
      review({ findings: [finding(), destroyed()], plans: [plan({ changes })], standing: large.standing }),
    );
    expect(/\d+ of them weaken/.test(markdown)).toBe(false);
    expect(markdown).toContain("3653 -> 365 days");
    expect(markdown).toContain("What to do about it");
    expect(markdown.length).toBeGreaterThan(60_000);
  });
});

describe("Texts from plans and configs", () => {
  /** All nodes that stand in the comment of a review without a single text of somebody else. */
  const OWN_HTML =
    /^(<!-- ai-act-evidence: plan review -->|<details><summary>[\w ,:-]+<\/summary>|<\/details>)$/;
  const allowed = new Set([
    "root", "paragraph", "heading", "table", "tableRow", "tableCell", "list", "listItem", "text", "sentence", "word",
    "whitespace", "strong", "inlineCode", "html",
  ]); // prettier-ignore

  const walk = (node: Node, visit: (node: Node) => void): void => {
    visit(node);
    for (const child of node.children ?? []) walk(child, visit);
  };

  it("are no markup, link, picture or HTML in the comment, whatever they say", () =>
    fc.assert(
      fc.property(anyReview, (given) => {
        const markdown = renderMarkdown(given);
        expect(markdown.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        let opened = 0;
        walk(parsed(markdown), ({ type, value = "" }) => {
          expect(allowed).toContain(type);
          if (type !== "html") return;
          expect(value).toMatch(OWN_HTML);
          opened += value.startsWith("<details>") ? 1 : value === "</details>" ? -1 : 0;
          expect([0, 1]).toContain(opened);
        });
        expect(opened).toBe(0);
      }),
      { numRuns: 60 },
    ));

  it("notify nobody, refer to nothing and hide nothing", () =>
    fc.assert(
      fc.property(anyReview, (given) => {
        const markdown = renderMarkdown(given);
        const text = visibleText(parsed(markdown));
        expect(text).not.toMatch(/@|https?:|www\.|#\d|\bGH-\d|\b[0-9a-f]{40}\b|:\w+:/i);
        expect(markdown).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
      }),
      { numRuns: 60 },
    ));

  it("make no row longer or shorter than its table", () =>
    fc.assert(
      fc.property(anyReview, (given) => {
        walk(parsed(renderMarkdown(given)), (node) => {
          if (node.type !== "table") return;
          const widths = new Set(node.children?.map(({ children = [] }) => children.length));
          expect(widths.size).toBe(1);
        });
      }),
      { numRuns: 60 },
    ));

  it("let approvers be notified, and on their own lines only", () => {
    const hostile = fc.sample(hostileText(), 50).filter((text) => !/^@[\w./-]+$/.test(text));
    const markdown = renderMarkdown(
      review({
        approvals: [{ duties: ["Art12"], approvers: ["@example/compliance", ...hostile] }],
        notCompared: ["@example/compliance"],
      }),
    );
    expect(visibleText(parsed(markdown)).match(/@[\w/]+/g)).toEqual(["@example/compliance"]);
  });
});

import { generatedFiles } from "../../sandbox/reviews/examples";

/** The comment of an example: what stands below the marker. */
function comment(name: string): string {
  const page = generatedFiles.find(({ path }) => path === `docs/reviews/${name}.md`)?.content ?? "";
  return page.split("<!-- ai-act-evidence: plan review -->")[1] ?? "";
}

const verdict = (name: string): string => comment(name).trim().split("\n")[0] ?? "";

describe("The comment on a pull request that", () => {
  it("adds an AI system weakens nothing, strengthens the monitoring, and shows what it costs", () => {
    expect(verdict("add-an-ai-system")).toMatch(
      /^\*\*Weakens nothing\*\*\. Strengthens .*Art 72, Art 72\(3\)/,
    );
    expect(comment("add-an-ai-system")).toMatch(/- production: [\d.]+ USD -> [\d.]+ USD \(\+/);
  });

  it("shortens the retention names the duties, the days before and after, and who must agree", () => {
    const text = comment("shorten-retention");
    expect(verdict("shorten-retention")).toMatch(
      /^\*\*Weakens .*Art 19\(1\),.* Art 26\(6\): \d+ changes\*\*$/,
    );
    for (const rule of ["lock-days", "replica-lock-days", "expiry-after-lock"])
      expect(text).toMatch(new RegExp(`\\(\`${rule}\`; also .*\\*\\*3653 -> 365 days\\*\\*`));
    expect(text).toContain("- Art 19(1), Art 26(6): @example/compliance, @example/data-protection");
    expect(text).toMatch(/- production: [\d.]+ USD -> [\d.]+ USD \(-/);
  });

  it("renames a resource lists the move, and nothing else", () => {
    expect(verdict("rename")).toBe("**Weakens nothing**");
    expect(comment("rename")).toContain(
      "| move | `aws_sns_topic.vault_watch` | from `aws_sns_topic.evidence_watch` |",
    );
    expect(comment("rename")).toContain("Changes: 1 in 1 plan");
  });

  it("upgrades the provider shows it, and changes nothing", () => {
    expect(verdict("provider-upgrade")).toBe("**Weakens nothing**");
    expect(comment("provider-upgrade")).toContain("aws: `~>` 6.25 -> `~>` 6.30");
    expect(comment("provider-upgrade")).not.toContain("<summary>Changes");
  });

  it("is the first plan of an empty account raises no false alarm", () => {
    expect(verdict("first-plan")).toMatch(/^\*\*Weakens nothing\*\*\. Strengthens /);
    expect(comment("first-plan")).not.toMatch(/cannot tell\*\*|weakens\*\*|As before/);
  });
});

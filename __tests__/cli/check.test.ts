import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../cli/main";
import { synthesize } from "../stacks/synthesized";

const VAULT = "production-evidence-vault";

/** Runs the command, and gives its exit code and what it said on stdout. */
async function check(...args: string[]): Promise<{ code: number; out: string }> {
  const out: string[] = [];
  const log = jest.spyOn(console, "log").mockImplementation((line: string) => void out.push(line));
  const error = jest.spyOn(console, "error").mockImplementation();
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    return { code: await main(["check", ...args]), out: out.join("\n") };
  } finally {
    process.exitCode = before;
    log.mockRestore();
    error.mockRestore();
  }
}

/** A folder of the repository's own stacks, after a change to the vault's text. */
function stacks(change: (text: string) => string = (text) => text): string {
  const { dir } = synthesize();
  const file = join(dir, "stacks", VAULT, "cdk.tf.json");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return dir;
}
const SHORT_LOCK = (text: string) => text.replace(/"days": 3653,\s+"mode"/g, '"days": 30, "mode"');

describe("evidence check", () => {
  it("passes the repository's own stacks", async () => {
    const { code, out } = await check(stacks());
    expect(code).toBe(0);
    expect(out).toMatch(/^0 unmet, 0 cannot be told, \d+ met/);
  });

  it("names what is unmet first, under its duty, with the fix", async () => {
    const { code, out } = await check(stacks(SHORT_LOCK));
    expect(code).toBe(2);
    expect(out.split("\n\n")[1]).toMatch(/^Art(19\(1\)|26\(6\)) /);
    expect(out).toContain(
      `  unmet: lock-days at ${VAULT}/aws_s3_bucket.evidence_vault\n    locked for 30 days, 184 at the least\n    fix: Raise retention.log.days`,
    );
  });

  it("gives the same as JSON, in the shape that is promised", async () => {
    const { code, out } = await check(stacks(SHORT_LOCK), "--json");
    const { verdicts, summary } = JSON.parse(out) as {
      verdicts: Record<string, unknown>[];
      summary: Record<string, unknown>;
    };
    expect(code).toBe(2);
    expect(verdicts).toContainEqual({
      rule: "lock-days",
      duties: ["Art19(1)", "Art26(6)"],
      address: `${VAULT}/aws_s3_bucket.evidence_vault`,
      verdict: "unmet",
      reason: "locked for 30 days, 184 at the least",
      measure: { name: "days locked", value: 30, unit: "days" },
    });
    expect(
      verdicts.every(
        (verdict) => Object.keys(verdict).sort().join() === "address,duties,measure,reason,rule,verdict",
      ),
    ).toBe(true);
    expect(summary).toMatchObject({
      unmet: 3,
      unknown: 0,
      brokenRules: [],
      waivers: { used: [], expired: [], idle: [] },
    });
  });

  it("does not pass one stack whose bucket or archive is in another: it cannot tell", async () => {
    const { code, out } = await check(join(stacks(), "stacks", VAULT, "cdk.tf.json"));
    expect(code).toBe(2);
    expect(out).toContain("cannot be told: archive-present");
  });

  it("refuses what is no input, as a fault of the user", async () =>
    expect((await check("/nowhere/at/all")).code).toBe(1));
});

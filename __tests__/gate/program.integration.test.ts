import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");
const PROGRAM = join(ROOT, "gate/dist/main.cjs");

describe("the gate as one program", () => {
  beforeAll(() => void execFileSync(process.execPath, [join(ROOT, "gate/bundle.mjs")]));

  it("offers the same options as its sources", () => {
    const help = (...command: string[]) =>
      execFileSync(process.execPath, [...command, "--help"], { cwd: ROOT, encoding: "utf8" });
    expect(help(PROGRAM)).toBe(help("--import", "tsx", "gate/main.ts"));
  });

  it("says what is wrong with its settings, from the configs of the repository", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [PROGRAM, "--environment", "nowhere", "--mlflow", "http://127.0.0.1:9", "--keys", "keys.json"],
      {
        cwd: ROOT,
        encoding: "utf8",
        env: { ...process.env, EVIDENCE_GATE_STATE: "memory://", EVIDENCE_GATE_SESSION_KEYS: "a" },
      },
    );
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringMatching(/given: +nowhere\n +needed: one of production, sandbox/),
    });
  });

  it("leaves out what builds infrastructure, and the AWS SDK until a vault is asked for", () => {
    const text = readFileSync(PROGRAM, "utf8");
    expect(text).not.toMatch(/node_modules\/(?:@cdktf\/|cdktf\/|@aws-sdk\/|@smithy\/)/);
    expect(text).toContain('import("@aws-sdk/client-s3")');
  });
});

import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs } from "../../configs";
import { TeamConfigs } from "../configs/team";
import { temporaryFolder } from "../temporary";
import { resource, synthesize } from "./synthesized";

const ROOT = join(__dirname, "../..");

/** A second checkout in another folder, synthesized as `cdktf synth` does it. */
function synthesizeCheckout(): Record<string, string> {
  const checkout = temporaryFolder();
  for (const part of [
    "configs",
    "constructs",
    "stacks",
    "regulation",
    "logquery",
    "rules",
    "evidence",
    "main.ts",
    "errors",
    "tsconfig.json",
    "package.json",
  ])
    cpSync(join(ROOT, part), join(checkout, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  execFileSync(process.execPath, ["--import", "tsx", "main.ts"], { cwd: checkout });
  const stacks = join(checkout, "cdktf.out/stacks");
  return Object.fromEntries(
    readdirSync(stacks).map((stack) => [stack, readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8")]),
  );
}

describe("The synthesized plan", () => {
  it("has the same bytes in two checkouts in different folders, so that a review speaks of what is deployed", () => {
    const first = synthesizeCheckout();
    expect(Object.keys(first)).toHaveLength(14);
    expect(synthesizeCheckout()).toEqual(first);
  });

  it("holds no path of the machine and no stack trace", () => {
    const { dir, stacks } = synthesize();
    const text = JSON.stringify(stacks);
    expect(text).not.toContain(ROOT);
    expect(text).not.toContain(dir);
    expect(text).not.toContain("stackTrace");
  });

  it("takes the AWS provider's version from the environment", () => {
    const { stacks } = synthesize();
    expect(stacks["sandbox-evidence-vault"]?.terraform.required_providers["aws"]?.version).toBe(
      ">= 5.100, < 7",
    );
    expect(stacks["production-evidence-vault"]?.terraform.required_providers["aws"]?.version).toBe("~> 6.25");
    expect(stacks["production-art12-logging"]?.terraform.required_providers["datadog"]?.version).toBe(
      "3.82.0",
    );
  });

  it("keeps production's state encrypted and locked in S3", () => {
    expect(synthesize().stacks["production-evidence-vault"]?.terraform.backend).toEqual({
      s3: expect.objectContaining({
        encrypt: true,
        use_lockfile: true,
        key: "ai-act-evidence/production-evidence-vault.tfstate",
      }) as object,
    });
  });

  it("deploys the vault before the role, the role before the archive, the archive before the monitors", () => {
    const { dir } = synthesize();
    const manifest = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")) as {
      stacks: Record<string, { dependencies: string[] }>;
    };
    const after = (stack: string) => manifest.stacks[stack]?.dependencies;
    expect(after("sandbox-art12-logging")).toEqual(["sandbox-evidence-vault"]);
    expect(after("sandbox-datadog")).toEqual(["sandbox-art12-logging"]);
    expect(after("sandbox-art72-monitoring-credit-scoring")).toEqual(["sandbox-datadog"]);
  });

  it("gives a system only to the environments it names", () => {
    const team = new TeamConfigs().set("systems/cv-screening.yaml", ["environments"], ["production"]);
    const names = Object.keys(synthesize(loadConfigs(team.dir)).stacks);
    expect(names).toContain("production-art72-monitoring-cv-screening");
    expect(names).not.toContain("sandbox-art72-monitoring-cv-screening");
  });

  it("closes the monitors of a retired system whose config says so, and keeps its stack, so that a review shows it", () => {
    const team = new TeamConfigs()
      .set("systems/cv-screening.yaml", ["status"], "retired")
      .set("systems/cv-screening.yaml", ["monitoring", "afterRetirement"], "close");
    const stack = synthesize(loadConfigs(team.dir)).stacks["production-art72-monitoring-cv-screening"];
    expect(stack).toBeDefined();
    expect(stack?.resource).toBeUndefined();
  });

  it("attaches the archive's rights to a role that is managed elsewhere, where the config names one", () => {
    const team = new TeamConfigs().set("environments/sandbox.yaml", ["datadog", "integration"], {
      existingRole: "DatadogIntegrationRole",
    });
    const { stacks } = synthesize(loadConfigs(team.dir));
    expect(resource(stacks["sandbox-art12-logging"], "aws_iam_role_policy", "datadog_archive")).toMatchObject(
      { role: "DatadogIntegrationRole" },
    );
    expect(Object.keys(stacks["sandbox-art12-logging"]?.resource ?? {})).toEqual(["aws_iam_role_policy"]);
    expect(resource(stacks["sandbox-datadog"], "datadog_logs_archive", "art12_sandbox")).toMatchObject({
      s3_archive: { role_name: "DatadogIntegrationRole" },
    });
  });
});

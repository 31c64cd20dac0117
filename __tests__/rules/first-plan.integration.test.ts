import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stackName } from "../../configs";
import { evaluate, RULES, readSet, tally } from "../../rules";
import { readPlans } from "../../rules/sources/plan";
import { command } from "../../sandbox/story/evidence-cli";
import { findProviders, terraformCliConfig } from "../../sandbox/world/providers";
import { startAws, type EmbeddedAws } from "../embedded-aws";
import { synthesize } from "../stacks/synthesized";
import { temporaryFolder } from "../temporary";

const MINUTES = 60_000;
/** Stacks with something of each that the others refer to. */
const STACKS = [
  { stack: stackName.evidenceVault("sandbox"), refersTo: "${aws_s3_bucket.evidence_vault.id}" },
  { stack: stackName.mlflow("sandbox"), refersTo: "${aws_security_group.mlflow_service.id}" },
];

/** Terraform itself plans the stack for an account in which there is nothing. */
describe.each(STACKS)("The first plan of $stack in an empty account", ({ stack: STACK, refersTo }) => {
  const dir = temporaryFolder();
  const synthesized = synthesize().dir;
  const stackDir = join(synthesized, "stacks", STACK);
  let aws: EmbeddedAws;
  let json: unknown;

  beforeAll(async () => {
    aws = await startAws();
    const cliConfig = join(dir, "terraformrc");
    writeFileSync(cliConfig, terraformCliConfig(await findProviders()));
    const env = { ...process.env, ...aws.env, TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1" };
    const terraform = async (...args: string[]) => {
      const { status, stdout, stderr } = await command("terraform", args, { cwd: stackDir, env });
      if (status !== 0) throw new Error(stdout + stderr);
      return stdout;
    };
    await terraform("init", "-input=false", "-no-color");
    await terraform("plan", "-input=false", "-no-color", "-out=plan");
    json = JSON.parse(await terraform("show", "-json", "plan"));
  }, 5 * MINUTES);
  afterAll(() => aws?.stop(), MINUTES);

  const verdicts = () => {
    const { after } = readPlans([{ path: "plan", json, stack: STACK }], { head: readSet(synthesized) });
    return evaluate(RULES, after);
  };

  it("raises no false alarm: what is made in the same plan counts as made", () => {
    const { verdicts: all, brokenRules } = verdicts();
    expect(brokenRules).toEqual([]);
    expect(all.filter(({ verdict }) => verdict === "unmet" || verdict === "unknown")).toEqual([]);
    expect(tally(all).met).toBeGreaterThan(200);
  });

  it("says what the synthesized stack says", () => {
    expect(readFileSync(join(stackDir, "cdk.tf.json"), "utf8")).toContain(refersTo);
    const declared = evaluate(RULES, readSet(synthesized)).verdicts;
    const told = ({ verdict, rule, address }: { verdict: string; rule: string; address: string }) =>
      `${rule} ${address} ${verdict}`;
    expect(verdicts().verdicts.map(told).sort()).toEqual(declared.map(told).sort());
  });
});

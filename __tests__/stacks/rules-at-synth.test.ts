import { App, TerraformStack } from "cdktf";
import { loadConfigs } from "../../configs";
import { UserError } from "../../errors";
import type { Rule } from "../../rules";
import { createApp } from "../../stacks/app";
import { judgeAtSynth } from "../../stacks/rules-at-synth";
import { TeamConfigs } from "../configs/team";
import { temporaryFolder } from "../temporary";
import { repositoryConfigs } from "./synthesized";

const VAULT = "sandbox-evidence-vault/aws_s3_bucket.evidence_vault";

/** Codes of what stops synth; none when nothing does. */
function refused(synth: () => void): string[] {
  try {
    synth();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems.map(({ code, where }) => `${code} at ${where}`);
    throw error;
  }
}

/** An app with the repository's stacks, in which somebody changed a resource past the constructs. */
function changed(waivers: object[] = []): App {
  const team = new TeamConfigs().set("environments/sandbox.yaml", ["waivers"], waivers);
  const app = createApp(loadConfigs(team.dir), temporaryFolder());
  const stack = app.node.findChild("sandbox-evidence-vault") as TerraformStack;
  stack.addOverride("resource.aws_s3_bucket.evidence_vault.force_destroy", true);
  return app;
}

const waiver = (expires: string) => ({
  rule: "force-destroy-off",
  resource: VAULT,
  reason: "a trial account, emptied every night",
  approver: "head of platform",
  expires,
});

describe("At synth, a rule that is not met", () => {
  const printed = jest.spyOn(console, "error").mockImplementation();
  beforeEach(() => printed.mockClear());
  afterAll(() => printed.mockRestore());

  it("does not stop the repository's own stacks", () =>
    expect(refused(() => createApp(repositoryConfigs(), temporaryFolder()).synth())).toEqual([]));

  it("stops synth, with rule, resource and fix", () => {
    expect(refused(() => changed().synth())).toEqual([`force-destroy-off at ${VAULT}`]);
    expect(() => changed().synth()).toThrow(
      /given:  force_destroy is not false\n.*needed: Terraform never empties a bucket \(Art19\(1\)/,
    );
  });

  it("is let through by a waiver in force, which is printed", () => {
    expect(refused(() => changed([waiver("2999-12-31")]).synth())).toEqual([]);
    expect(printed).toHaveBeenCalledWith(
      `waived: force-destroy-off at ${VAULT}: a trial account, emptied every night (agreed by head of platform, until 2999-12-31)`,
    );
  });

  it("is not let through by a waiver past its day", () =>
    expect(refused(() => changed([waiver("2020-01-01")]).synth())).toEqual([
      `force-destroy-off at ${VAULT}`,
      `waiver-expired at ${VAULT}`,
    ]));

  it("is not let through by a waiver for another resource", () =>
    expect(refused(() => changed([{ ...waiver("2999-12-31"), resource: "elsewhere" }]).synth())).toEqual([
      `force-destroy-off at ${VAULT}`,
    ]));

  it("stops synth when the rule itself fails", () => {
    const broken: Rule = {
      id: "broken",
      duties: ["Art12"],
      title: "Breaks",
      why: "",
      fix: "",
      evaluate() {
        throw new Error("no such thing");
      },
    };
    const app = new App({ outdir: temporaryFolder() });
    judgeAtSynth(app, [], [broken]);
    expect(refused(() => app.synth())).toEqual(["broken at *"]);
  });
});

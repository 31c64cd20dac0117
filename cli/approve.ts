import { Command, Option } from "commander";
import { gateOptionInvalid, notApprovable, notWhatWasShown } from "../errors";
import type { Approved, Revoked, Status } from "../gate/decisions";
import { confirm } from "./confirm";
import { gated, GATE_HELP, GateClient, type GateOptions } from "./gate-client";
import { printStatus } from "./gate-output";
import { statusFrom } from "./status";

interface ApproveOptions extends GateOptions {
  readonly evidence?: string;
  readonly artifacts?: string;
  readonly modification: "predetermined" | "substantial";
  readonly why: string;
  readonly conformityAssessment?: string;
  readonly dryRun: boolean;
  readonly yes: boolean;
}

interface RevokeOptions extends GateOptions {
  readonly approval?: string;
  readonly why: string;
  readonly yes: boolean;
}

const APPROVE_HELP = `
You approve what is shown, and nothing else: the digests of evidence and artifacts travel with your approval, and the gate
refuses it when the version is another by then. Whoever wrote to run, model, artifacts or version does not approve it.
From then on its evidence is frozen. Without a terminal to ask you, pass --yes with --evidence and --artifacts.

Is the change a substantial modification (Art 3(23))? "predetermined" when it was foreseen and assessed in the conformity
assessment (Art 43(4)); otherwise "substantial", which needs a new one: --conformity-assessment names it.
${GATE_HELP}

Examples:
  $ evidence approve credit-scoring 4 --modification predetermined --why "retrained as planned in CHG-1042" --dry-run
  $ evidence approve credit-scoring 4 --modification substantial --why "first release" --conformity-assessment CA-2026-3 \\
      --evidence 3f9a1c02 --artifacts 77b0e1d4 --yes`;

/** `evidence approve`: an approver answers for a version as it is. */
export function approveCommand(): Command {
  return gated(new Command("approve"))
    .description("Approve a version of a registered model for production, as it is shown (four eyes).")
    .argument("<name>", "registered model")
    .argument("<version>", "version number")
    .option("--evidence <sha256>", "digest of the evidence you looked at, or its first 8 digits or more")
    .option("--artifacts <sha256>", "digest of the artifacts you looked at, or its first 8 digits or more")
    .addOption(
      new Option("--modification <class>", "whether the change is a substantial modification")
        .choices(["predetermined", "substantial"])
        .makeOptionMandatory(),
    )
    .requiredOption("--why <text>", "why the change is of that class")
    .option("--conformity-assessment <reference>", "the new assessment, for a substantial modification")
    .option("--dry-run", "show whether it would be approved; record nothing", false)
    .option("--yes", "do not ask", false)
    .addHelpText("after", APPROVE_HELP)
    .action(approve);
}

async function approve(name: string, version: string, options: ApproveOptions): Promise<void> {
  if (options.yes && (options.evidence === undefined || options.artifacts === undefined))
    throw gateOptionInvalid(
      "--yes",
      undefined,
      "--evidence and --artifacts with it: nobody approves what they have not looked at",
      `evidence status ${name} ${version}, then pass the digests it shows`,
    );
  const gate = new GateClient(options);
  const status = await statusFrom(gate, name, version);
  if (!options.json) printStatus(status);
  const key = keyOf(status);
  mustBe("--evidence", options.evidence, key.evidenceSha256);
  mustBe("--artifacts", options.artifacts, key.artifactSha256);
  if (!options.dryRun) await confirm(`Approve ${name} ${version} as shown?`, options.yes);
  const approved = await gate.post<Approved>("approvals", {
    ...{ name, version, dryRun: options.dryRun },
    evidenceSha256: key.evidenceSha256,
    artifactSha256: key.artifactSha256,
    modification: {
      class: options.modification,
      why: options.why,
      ...(options.conformityAssessment !== undefined && {
        conformityAssessment: options.conformityAssessment,
      }),
    },
  });
  if (options.json) console.log(JSON.stringify(approved, undefined, 2));
  else if (approved.approval === undefined) console.error("it would be approved; nothing was recorded");
  else console.error(`approved: ${approved.approval.id}, ${approved.approval.record}`);
}

function keyOf({ name, version, key, lacks }: Status): NonNullable<Status["key"]> {
  if (key === undefined || lacks.approval.length > 0) throw notApprovable(name, version, lacks.approval);
  return key;
}

function mustBe(option: string, given: string | undefined, found: string): void {
  if (given === undefined) return;
  if (!/^[0-9a-f]{8,64}$/.test(given))
    throw gateOptionInvalid(
      option,
      given,
      "8 to 64 hexadecimal digits, in lower case",
      "copy it from 'evidence status'",
    );
  if (!found.startsWith(given)) throw notWhatWasShown(option, given, found);
}

const REVOKE_HELP = `
No promotion relies on the approval any more, a rollback included. A version that is in production stays there: roll back,
or take it out, beside.
${GATE_HELP}

Example:
  $ evidence revoke credit-scoring 4 --why "complaint INC-12: a group is treated differently"`;

/** `evidence revoke`: an approval is taken back. */
export function revokeCommand(): Command {
  return gated(new Command("revoke"))
    .description("Take an approval back, so that nothing relies on it any more.")
    .argument("<name>", "registered model")
    .argument("<version>", "version number")
    .option("--approval <id>", "which, where several stand")
    .requiredOption("--why <text>", "why it no longer stands")
    .option("--yes", "do not ask", false)
    .addHelpText("after", REVOKE_HELP)
    .action(revoke);
}

async function revoke(name: string, version: string, options: RevokeOptions): Promise<void> {
  const gate = new GateClient(options);
  const status = await statusFrom(gate, name, version);
  const standing = status.approvals.filter(({ revoked }) => revoked === undefined).map(({ id }) => id);
  const [id, ...more] = standing.filter((one) => options.approval === undefined || one === options.approval);
  if (id === undefined || more.length > 0)
    throw gateOptionInvalid(
      "--approval",
      options.approval,
      `the id of an approval that stands: ${standing.join(", ") || "none does"}`,
      `evidence status ${name} ${version} lists them`,
    );
  await confirm(`Revoke approval ${id} of ${name} ${version}?`, options.yes);
  const revoked = await gate.post<Revoked>(`approvals/${id}/revoke`, { name, reason: options.why });
  if (options.json) console.log(JSON.stringify(revoked, undefined, 2));
  else console.error(`revoked: ${id}, ${revoked.record}`);
  if (status.inProduction.length > 0)
    console.error(`version ${version} is still in production (${status.inProduction.join(", ")})`);
}

import { Command } from "commander";
import { reviewAgeInvalid } from "../errors";
import { mustBeEntitled, readKeyRing } from "../evidence/records";
import { applyPlans } from "../review/terraform";
import { printDeployment } from "./apply-output";
import { callerOf } from "./caller";
import { interruptibly } from "./interruption";
import { Progress } from "./progress";
import { openStore, placed, regionOf, type PlaceOptions } from "./records-place";
import { SIGNING_KEY_HELP, signerOf } from "./signer-of";
import { visible } from "./visible";

interface Options extends PlaceOptions {
  readonly keys: string;
  readonly signingKey?: string;
  readonly synthesized: string;
  readonly actor?: string;
  readonly maxReviewAgeDays: number;
  readonly dryRun: boolean;
}

const MOST_DAYS = 90;

const HELP = `
A plan is applied when all of this holds, and otherwise none of the plans given:
  - what Terraform shows of it has the digest that a plan-review record in stream ci-review names, signed with a
    ci-review key of the key ring that was not revoked, in an unbroken chain;
  - of each plan of that review that weakens a duty, or leaves one unknown, an approver has recorded an approval;
  - the review is not too old, and the synthesized stack is the one that was planned.
Stacks are applied one by one in the order of their dependencies; one that fails holds back those behind it. Before and
after each, a signed record is written to stream ci-deploy: an apply that breaks off leaves one without the other.
With --environment it names the ARN whose credentials ran it, by which \`evidence detect\` knows the deploy's calls.
A plan that was applied is not applied again. A plan of a state that has changed since is refused by Terraform itself.

Exit codes:
  0  all plans are applied, or were before
  1  the input or the environment is at fault, or Terraform failed; the message tells what was applied
  2  a plan may not be applied; nothing was

Examples:
  $ evidence apply plans --environment production --keys keys.json --dry-run
  $ evidence apply plans --environment production --keys keys.json \\
      --signing-key kms:alias/ai-act-evidence-production-sign-ci-deploy
  $ evidence apply plans/production-evidence-vault.json --dir first-deploy --keys keys.json --signing-key deploy.pem`;

/** `evidence apply`: applies plans that were reviewed and have not changed since, and records it. */
export function applyCommand(): Command {
  return placed(new Command("apply"))
    .description("Apply reviewed, unchanged plans, and no others; each deploy becomes a signed record.")
    .argument("<plans...>", "folders of plans, or the JSON of single ones in them")
    .requiredOption("--keys <file>", "key ring (keys.json): whose reviews and approvals count")
    .option("--signing-key <key>", `the deploy role's key: ${SIGNING_KEY_HELP}; not needed with --dry-run`)
    .option("--synthesized <dir>", "folder of the synthesized stacks that were planned", "cdktf.out")
    .option("--actor <who>", "who deploys, for the record: a login or pseudonym")
    .option("--max-review-age-days <n>", "how old a review may be", days, 7)
    .option("--dry-run", "tell what would be applied and why it may, and apply nothing", false)
    .addHelpText("after", HELP)
    .action(run);
}

async function run(paths: readonly string[], options: Options, command: Command): Promise<void> {
  const { keys, signingKey, synthesized, actor, maxReviewAgeDays, dryRun } = options;
  if (signingKey === undefined && !dryRun)
    command.error("error: required option '--signing-key <key>' not specified");
  const store = openStore(options);
  const ring = await readKeyRing(keys);
  const signer =
    dryRun || signingKey === undefined ? undefined : await signerOf(signingKey, regionOf(options));
  if (signer) mustBeEntitled(ring, signer, "ci-deploy");
  const principal = signer ? await principalOf(options) : undefined;
  const progress = new Progress();
  const deployment = await interruptibly((signal) =>
    applyPlans({
      paths,
      synthesized,
      store,
      ring,
      maxReviewAgeDays,
      ...(signer && { signer }),
      ...(actor !== undefined && { actor }),
      ...(principal !== undefined && { principal }),
      env: process.env,
      signal,
      progress: (text) => progress.say(text),
    }),
  ).finally(() => progress.done());
  printDeployment(deployment, options.json);
  // What was applied before the fault is told first.
  if (deployment.fault) throw deployment.fault;
}

/** Asked where the records lie in AWS: a folder of records may be used without any credentials. */
async function principalOf(options: Options): Promise<string | undefined> {
  if (options.environment === undefined) return undefined;
  const caller = await callerOf(regionOf(options));
  if ("arn" in caller) return caller.arn;
  console.error(`the record will not say who ran the deploy: ${visible(caller.unknownBecause)}`);
  return undefined;
}

function days(text: string): number {
  const number = Number(text);
  if (!(number > 0 && number <= MOST_DAYS)) throw reviewAgeInvalid(text);
  return number;
}

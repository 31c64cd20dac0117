import { Command } from "commander";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfigs } from "../configs";
import { EXIT, failOnUnknown, noPlansGiven } from "../errors";
import {
  ConfigPlaces,
  EFFECTS,
  openFindings,
  readPlanFiles,
  recordReview,
  renderJson,
  renderMarkdown,
  renderSarif,
  reviewPlans,
  type Effect,
  type Review,
} from "../review";
import { asPlanned } from "../review/terraform/as-planned";
import { PLANS_FILE } from "../review/terraform/plans-file";
import { readSet } from "../rules";
import { openStore, placed, regionOf, type PlaceOptions } from "./records-place";
import { SIGNING_KEY_HELP, signerOf } from "./signer-of";

interface Options extends PlaceOptions {
  readonly base?: string;
  readonly head?: string;
  readonly baseConfigs?: string;
  readonly failOn: readonly Effect[];
  readonly markdown?: string;
  readonly sarif?: string;
  readonly jsonFile?: string;
  readonly signingKey?: string;
  readonly actor: string;
}

const HELP = `
Give the plans \`evidence plan\` wrote (a folder, or its JSON files, each called as its stack), and the synthesized
stacks of both sides: a plan alone does not tell prevent_destroy, the backend, or what other stacks hold. Without plans
the two sides are compared as they are declared.

Exit codes: 0 nothing that --fail-on names, 2 a duty is weakened, or cannot be told, or a waiver has expired,
1 the input or the environment is at fault.

Examples:
  $ evidence review plans --head cdktf.out --base plans/base/cdktf.out --base-configs plans/base/configs
  $ evidence review plans/production-evidence-vault.json --head cdktf.out --markdown review.md --sarif review.sarif
  $ evidence review plans --head cdktf.out --environment production --actor \$GITHUB_ACTOR \\
      --signing-key kms:alias/ai-act-evidence-production-sign-ci-review`;

/** `evidence review`: which duties a change touches, whether it weakens them, and who must agree. */
export function reviewCommand(): Command {
  return placed(new Command("review"))
    .description("Review plans: what changes for each duty, before and after, and who must agree.")
    .argument("[plans...]", "JSON of plans, or folders of them")
    .option("--head <dir>", "synthesized stacks with the change (cdktf.out)")
    .option("--base <dir>", "synthesized stacks without it")
    .option("--base-configs <dir>", "configs without the change, for the cost before it")
    .option(
      "--fail-on <effects>",
      "effects that fail: weakens, unknown, strengthens, neutral, or none",
      effects,
      ["weakens", "unknown"],
    )
    .option("--markdown <file>", "write the comment for the pull request there")
    .option("--sarif <file>", "write SARIF 2.1.0 there, for the code host")
    .option("--json-file <file>", "write the whole review as JSON there")
    .option("--signing-key <key>", `write a signed record of the review: ${SIGNING_KEY_HELP}`)
    .option("--actor <who>", "who asked for the review, for the record", "ci")
    .addHelpText("after", HELP)
    .action(async (paths: readonly string[], options: Options) => {
      const { base, head, configs, baseConfigs } = options;
      const sets = {
        ...(base !== undefined && { base: readSet(base) }),
        ...(head !== undefined && { head: readSet(head) }),
      };
      const files = paths.flatMap(planFilesAt);
      if (files.length === 0 && (paths.length > 0 || base === undefined || head === undefined))
        throw noPlansGiven(paths.join(" ") || "the command line");
      const review = reviewPlans({
        plans: readPlanFiles(files, Object.values(sets)),
        ...sets,
        configs: loadConfigs(configs),
        baseConfigs: baseConfigs === undefined ? undefined : loadConfigs(baseConfigs),
        today: new Date().toISOString().slice(0, "YYYY-MM-DD".length),
        notPlanned: (await Promise.all(paths.map((path) => notPlannedAt(path, head)))).flat(),
      });
      await writeReview(review, options);
      if (fails(review, options.failOn)) process.exitCode = EXIT.finding;
    });
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Plans of a folder: what `evidence plan` says of them beside is no plan. */
function planFilesAt(path: string): readonly string[] {
  if (!isFolder(path)) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith(".json") && name !== PLANS_FILE)
    .sort()
    .map((name) => join(path, name));
}

/** Stacks that `evidence plan` did not plan, in words: nobody has seen what would change in them. */
async function notPlannedAt(path: string, head: string | undefined): Promise<readonly string[]> {
  const report = await asPlanned(path, isFolder(path), head);
  if (!report || !isFolder(path)) return [];
  const { failed, leftOut, removed, refreshed } = report;
  return [
    ...[...failed, ...leftOut].map(({ stack, reason }) => `${stack} could not be planned: ${reason}`),
    ...removed.map((stack) => `${stack} is no longer declared: nothing plans it any more.`),
    ...(refreshed ? [] : ["What is deployed: the plans were made from the states alone."]),
  ];
}

function effects(text: string): readonly Effect[] {
  if (text === "none") return [];
  return text.split(",").map((word) => {
    const effect = EFFECTS.find((each) => each === word.trim());
    if (!effect) throw failOnUnknown(word, EFFECTS);
    return effect;
  });
}

/** A rule that failed and a waiver past its day block whatever else is asked for. */
function fails(review: Review, failOn: readonly Effect[]): boolean {
  const { brokenRules, waivers } = review;
  return (
    brokenRules.length > 0 ||
    waivers.expired.length > 0 ||
    openFindings(review).some(({ effect }) => failOn.includes(effect))
  );
}

async function writeReview(review: Review, options: Options): Promise<void> {
  const { markdown, sarif, jsonFile, json, signingKey, actor, configs } = options;
  const places = new ConfigPlaces(configs, process.cwd());
  const written = [
    [markdown, () => renderMarkdown(review)],
    [sarif, () => renderSarif(review, { place: (finding) => places.of(finding) })],
    [jsonFile, () => renderJson(review)],
  ] as const;
  for (const [file, content] of written) if (file !== undefined) writeFileSync(file, content());
  if (signingKey !== undefined) {
    const signer = await signerOf(signingKey, regionOf(options));
    const { key, sequence, sha256 } = await recordReview(openStore(options), signer, actor, review);
    console.error(`recorded: ${key}\nhead to remember: ${sequence}:${sha256}`);
  }
  console.log((json ? renderJson(review) : renderMarkdown(review)).trimEnd());
}

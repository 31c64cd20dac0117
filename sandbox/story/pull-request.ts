import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { loadConfigs, stackName } from "../../configs";
import { EXIT, storyUnexpected } from "../../errors";
import { createApp } from "../../stacks/app";
import { expectStatus } from "./evidence-cli";
import type { Office } from "./office";
import type { Result } from "./story";

const YEAR = 365;

/** What the story takes from `evidence review --json`. */
const review = z.looseObject({
  effect: z.string(),
  findings: z.array(
    z.looseObject({
      rule: z.string(),
      effect: z.string(),
      duties: z.array(z.string()),
      measure: z
        .looseObject({ before: z.number().nullable(), after: z.number().nullable(), unit: z.string() })
        .nullish(),
    }),
  ),
});

/** Somebody proposes to keep the log for a year instead of ten: the change is planned and reviewed, and not applied. */
export class PullRequest {
  constructor(
    private readonly office: Office,
    private readonly configs: string,
    /** Synthesized stacks without the change. */
    private readonly synthesized: string,
  ) {}

  async review(at: (text: string) => void): Promise<Result> {
    const { world, environment } = this.office;
    const stack = stackName.evidenceVault(environment.id);
    at("synthesizing the change");
    const configs = await this.changed();
    // One folder below the repository, as `cdktf.out` is: the path of the sandbox's state starts from the stack's folder.
    const head = world.dir;
    createApp(loadConfigs(configs), head).synth();
    const plans = join(head, "plans");
    at("evidence plan");
    const planned = await this.office.evidence(
      ...["plan", stack, "--synthesized", head, "--base", this.synthesized, "--out", plans, "--json"],
    );
    expectStatus("evidence plan", planned, EXIT.ok);
    at("evidence review");
    const comment = join(configs, "review.md");
    const sides = ["--head", head, "--base", this.synthesized, "--configs", configs];
    const said = await this.office.evidence(
      ...["review", plans, ...sides, "--base-configs", this.configs, "--json", "--markdown", comment],
    );
    expectStatus("evidence review", said, EXIT.finding);
    for (const made of ["stacks", "manifest.json", "plans"])
      await rm(join(head, made), { recursive: true, force: true });
    const { effect, findings } = review.parse(JSON.parse(said.stdout));
    const days = findings.find(({ rule, effect: its }) => rule === "lock-days" && its === "weakens");
    if (!days?.measure) throw storyUnexpected("evidence review", "lock-days to be weakened", effect);
    const { measure, duties } = days;
    const weakens = `${duties.join(", ")} (${measure.before} -> ${measure.after} ${measure.unit})`;
    return `log kept for a year: planned, reviewed, not applied; weakens ${weakens}; the comment: ${comment}`;
  }

  private async changed(): Promise<string> {
    const { world, environment } = this.office;
    const folder = join(world.dir, "pull-request");
    await rm(folder, { recursive: true, force: true });
    await cp(this.configs, folder, { recursive: true, filter: (from) => !from.endsWith(".ts") });
    const file = join(folder, "environments", `${environment.id}.yaml`);
    const text = await readFile(file, "utf8");
    const said = `days: ${environment.retention.log.days}`;
    if (!text.includes(said)) throw storyUnexpected(file, said, "another retention");
    await writeFile(file, text.replace(said, `days: ${YEAR}`));
    return folder;
  }
}

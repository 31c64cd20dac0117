import {
  GetObjectLockConfigurationCommand,
  PutObjectLockConfigurationCommand,
  PutPublicAccessBlockCommand,
} from "@aws-sdk/client-s3";
import { join } from "node:path";
import { z } from "zod";
import { names, stackName } from "../../configs";
import { EXIT, storyUnexpected } from "../../errors";
import { embeddedS3 } from "../aws/client";
import { Terraform } from "../terraform/terraform";
import { childEnvironment } from "../world";
import { expectStatus } from "./evidence-cli";
import { environmentKey } from "../../evidence/signing";
import type { Office } from "./office";
import type { Result } from "./story";

/** Half a year and a little: lawful as a retention, and not what is declared. */
const SHORTER_DAYS = 200;
const LOCK = "aws_s3_bucket_object_lock_configuration.evidence_vault";
const DOOR = "aws_s3_bucket_public_access_block.evidence_vault";

/** What the story takes from `evidence drift --json`. */
const report = z.looseObject({
  changes: z.array(
    z.looseObject({
      cause: z.string(),
      address: z.string(),
      attributions: z.array(z.looseObject({ who: z.string() })).default([]),
    }),
  ),
  findings: z.array(
    z.looseObject({
      effect: z.string(),
      rule: z.string(),
      address: z.string(),
      duties: z.array(z.string()),
      measure: z.looseObject({ before: z.number(), after: z.number(), unit: z.string() }).optional(),
    }),
  ),
});
type Report = z.infer<typeof report>;

/**
 * Somebody changes the vault in the console; `evidence drift` says which duties that weakens and who did it, and applying
 * what is declared puts it back. A start that breaks off in between leaves the change to the next one, which begins by
 * applying the vault.
 */
export class Drift {
  constructor(
    private readonly office: Office,
    private readonly synthesized: string,
  ) {}

  async find(at: (text: string) => void): Promise<Result> {
    const { world, environment } = this.office;
    const stack = stackName.evidenceVault(environment.id);
    const vault = await Terraform.on({
      stackDir: join(this.synthesized, "stacks", stack),
      env: childEnvironment(world.variables),
      logFile: join(world.dir, "logs", `terraform-${stack}.log`),
    });
    at("shortening the lock and opening the vault, as in the console");
    const days = await this.changeByHand();
    at("evidence drift");
    const found = await this.look(stack);
    at("putting it back");
    await vault.apply();
    const left = await vault.plan();
    if (left.length > 0)
      throw storyUnexpected("the plan after putting it back", "no changes", left.map(({ address }) => address).join(", ")); // prettier-ignore
    return `lock of ${days} days made ${SHORTER_DAYS}, public access opened by hand; ${found}; put back, plan empty`;
  }

  private async changeByHand(): Promise<number> {
    const s3 = embeddedS3(this.office.world.urls.aws);
    const { vaultBucket: Bucket } = names(this.office.environment);
    const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    const { Mode, Days } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    if (Mode === undefined || Days === undefined)
      throw storyUnexpected("the vault's lock", "a default retention in days", "none");
    const retention = { Mode, Days: SHORTER_DAYS };
    await s3.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: { DefaultRetention: retention } },
      }),
    );
    const open = {
      BlockPublicAcls: false,
      BlockPublicPolicy: false,
      IgnorePublicAcls: false,
      RestrictPublicBuckets: false,
    };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: open }));
    s3.destroy();
    return Days;
  }

  /** Both must be found, and each by a rule that says what it weakens. */
  private async look(stack: string): Promise<string> {
    const { environment } = this.office;
    const said = await this.office.evidence(
      ...["drift", stack, "--synthesized", this.synthesized, "--environment", environment.id, "--who", "--json"],
      ...["--signing-key", environmentKey(environment, "detector"), "--actor", "npm-start"],
    ); // prettier-ignore
    expectStatus("evidence drift", said, EXIT.finding);
    const found = report.parse(JSON.parse(said.stdout));
    const places = [LOCK, DOOR].map((address) => `${stack}/${address}`);
    const outside = found.changes.filter(({ cause }) => cause === "console");
    const missed = places.filter((place) => !outside.some(({ address }) => address === place));
    if (missed.length > 0)
      throw storyUnexpected("evidence drift", `to name ${missed.join(" and ")}`, listed(outside));
    return `evidence drift: weakens ${weakened(found)}, by ${by(outside)}`;
  }
}

function weakened({ findings }: Report): string {
  const weakens = findings.filter(({ effect }) => effect === "weakens");
  const rules = ["lock-days", "public-access-blocked"].map((rule) => {
    const finding = weakens.find((each) => each.rule === rule);
    if (!finding) throw storyUnexpected("evidence drift", `${rule} to be weakened`, listed(weakens));
    const { measure, duties } = finding;
    const how = measure ? `, ${measure.before} -> ${measure.after} ${measure.unit}` : "";
    return `${duties.join(", ")} (${rule}${how})`;
  });
  return rules.join(" and ");
}

function by(changes: Report["changes"]): string {
  const all = changes.flatMap(({ attributions }) => attributions);
  if (all.length === 0) return "somebody of whom the trail does not tell";
  return [...new Set(all.map(({ who }) => who))].join(", ");
}

const listed = (all: readonly { readonly address: string }[]): string =>
  all.map(({ address }) => address).join(", ") || "nothing";

import { z } from "zod";
import type { DriftChange, NotLookedAt } from "../drift";
import type { ImportPlan } from "./import-plan";
import { TAGGED_TYPE, type OwnTags } from "./search";

const priorState = z.looseObject({
  prior_state: z.looseObject({
    values: z.looseObject({
      root_module: z.looseObject({
        resources: z
          .array(z.looseObject({ mode: z.string(), type: z.string(), values: z.looseObject({}).nullish() }))
          .default([]),
      }),
    }),
  }),
});
const mappings = z.array(z.looseObject({ resource_arn: z.string() }));

/** ARNs of what is in the account with our tags, as a plan's data sources found it. */
export function taggedIn({ source }: Pick<ImportPlan, "source">): readonly string[] {
  const parsed = priorState.safeParse(source.json);
  const resources = parsed.data?.prior_state.values.root_module.resources ?? [];
  return resources.flatMap(({ mode, type, values }) =>
    mode === "data" && type === TAGGED_TYPE
      ? (mappings.safeParse(values?.["resource_tag_mapping_list"]).data ?? []).map(
          (each) => each.resource_arn,
        )
      : [],
  );
}

/** A stack of the synthesized folder, and the plan of it where it was looked at. */
export interface LookedAt {
  readonly stack: string;
  readonly owned: readonly OwnTags[];
  readonly plan?: ImportPlan;
}

/**
 * What is in the account with our tags and declared by no stack. Only told where every stack that sets the same tags was
 * looked at: what another stack declares would look as if nobody did.
 */
export function undeclared(
  stacks: readonly LookedAt[],
  arns: ReadonlySet<string>,
): { readonly changes: readonly DriftChange[]; readonly notLookedAt: readonly NotLookedAt[] } {
  const changes = new Map<string, DriftChange>();
  const notLookedAt: NotLookedAt[] = [];
  for (const { stack, owned, plan } of stacks) {
    if (!plan || owned.length === 0) continue;
    const others = stacks
      .filter((other) => !other.plan && sharesTags(owned, other.owned))
      .map((other) => other.stack);
    const why =
      plan.untold ??
      (others.length > 0 ? `${others.join(", ")} may declare it, and was not looked at` : undefined);
    if (why !== undefined) {
      notLookedAt.push({
        address: stack,
        reason: `what is in the account with our tags and not declared: ${why}`,
      });
      continue;
    }
    for (const arn of taggedIn(plan))
      if (!arns.has(arn) && !changes.has(arn)) changes.set(arn, undeclaredChange(arn, stack));
  }
  return { changes: [...changes.values()], notLookedAt };
}

const sharesTags = (some: readonly OwnTags[], others: readonly OwnTags[]): boolean =>
  some.some((one) => others.some((other) => sameTags(one, other)));

const sameTags = ({ tags: one }: OwnTags, { tags: other }: OwnTags): boolean =>
  Object.entries(one).every(([key, value]) => other[key] === value);

/** Terraform's type of what an ARN names, by its service and the first word of its resource. */
const TYPES: readonly (readonly [form: RegExp, type: string])[] = [
  [/^arn:[^:]+:s3:::[^/]+$/, "aws_s3_bucket"],
  [/^arn:[^:]+:kms:.*:key\//, "aws_kms_key"],
  [/^arn:[^:]+:sns:[^:]*:[^:]*:[^:]+$/, "aws_sns_topic"],
  [/^arn:[^:]+:iam:.*:role\//, "aws_iam_role"],
  [/^arn:[^:]+:cloudtrail:.*:trail\//, "aws_cloudtrail"],
  [/^arn:[^:]+:athena:.*:workgroup\//, "aws_athena_workgroup"],
  [/^arn:[^:]+:glue:.*:database\//, "aws_glue_catalog_database"],
  [/^arn:[^:]+:cloudwatch:.*:alarm:/, "aws_cloudwatch_metric_alarm"],
  [/^arn:[^:]+:events:.*:rule\//, "aws_cloudwatch_event_rule"],
  [/^arn:[^:]+:logs:.*:log-group:/, "aws_cloudwatch_log_group"],
];

function undeclaredChange(arn: string, stack: string): DriftChange {
  const name = arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
  return {
    cause: "undeclared",
    address: arn,
    stack,
    type: TYPES.find(([form]) => form.test(arn))?.[1] ?? arn.split(":")[2] ?? "",
    action: "create",
    physicalNames: [...new Set([arn, name])].sort(),
    paths: [],
  };
}

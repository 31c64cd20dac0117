import { readFileSync } from "node:fs";
import { z } from "zod";
import { notJson, notSynthesized } from "../../../errors";
import { referencesIn } from "../../../rules/sources/references";
import { Underivable, type Declaration } from "./import-ids";

const body = z.record(z.string(), z.unknown());
const bodies = z.record(z.string(), z.record(z.string(), z.union([body, z.array(body).length(1)])));
const stackSchema = z.looseObject({
  terraform: z.looseObject({}).optional(),
  provider: z.record(z.string(), z.union([body, z.array(body)])).optional(),
  resource: bodies.optional(),
  data: bodies.optional(),
  module: z.record(z.string(), z.unknown()).optional(),
});

/** The JSON of a synthesized stack, as far as it matters where its resources are to be found. */
export type StackJson = z.infer<typeof stackSchema>;

/** One managed resource as its stack declares it. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  /** Terraform's address. */
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** @throws UserError when the file is no synthesized stack */
export function readStackJson(file: string): StackJson {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw notJson(file, (error as Error).message.slice(0, 200), false);
  }
  const parsed = stackSchema.safeParse(value);
  if (!parsed.success) throw notSynthesized(file, z.prettifyError(parsed.error));
  return parsed.data;
}

/** All managed resources, in the order in which they are written. */
export function resourcesOf({ resource = {} }: StackJson): readonly DeclaredResource[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, written]) => ({
      type,
      name,
      address: `${type}.${name}`,
      body: (Array.isArray(written) ? written[0] : written) ?? {},
    })),
  );
}

/** Configurations of a stack's providers, by provider and alias, such as `aws.replica`. */
export function providersOf({
  provider = {},
}: StackJson): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  return new Map(
    Object.entries(provider).flatMap(([name, configurations]) =>
      [configurations].flat().map((each) => {
        const { alias } = each;
        return [typeof alias === "string" ? `${name}.${alias}` : name, each] as const;
      }),
    ),
  );
}

/** Provider and alias of a resource. */
export const providerOf = ({ body: { provider }, type }: DeclaredResource): string =>
  typeof provider === "string" ? provider : (type.split("_")[0] ?? "");

/** What a resource's declaration says of where it is. */
export function declarationOf(resource: DeclaredResource, stack: StackJson): Declaration {
  const settings = providersOf(stack).get(providerOf(resource)) ?? {};
  const text = (attribute: string, otherwise?: string): string => {
    const value = resource.body[attribute] ?? otherwise;
    if (typeof value !== "string" || value === "") throw new Underivable(`its ${attribute} is not declared`);
    return value;
  };
  const setting = (value: unknown, what: string): string => {
    if (typeof value !== "string" || value.includes("${"))
      throw new Underivable(`its provider does not say which ${what} it is in`);
    return value;
  };
  const account = () => setting([settings["allowed_account_ids"]].flat()[0], "account");
  return {
    text,
    account,
    arnOf(service) {
      const region = setting(settings["region"], "region");
      return `arn:${partitionOf(region)}:${service}:${region}:${account()}`;
    },
    referring: (type, attribute) =>
      resourcesOf(stack)
        .filter((each) => each.type === type && refersTo(each.body[attribute], resource.address))
        .map((each) => declarationOf(each, stack)),
  };
}

/** Whether a text holds an expression about a resource. */
export const refersTo = (value: unknown, address: string): boolean =>
  typeof value === "string" &&
  value.includes("${") &&
  referencesIn(value, (found) => (found === address ? found : undefined)).length > 0;

const partitionOf = (region: string): string =>
  region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";

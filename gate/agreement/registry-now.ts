import { z } from "zod";
import type { Upstream } from "../call";
import { AliasAnswer } from "../decisions";
import { get, ifThere } from "../facts";
import { Refusal } from "../refusal";
import { isReservedTag } from "../names";
import { SPELLING } from "../spellings";
import { USER_TAG } from "../stamps";

/** A version as MLflow lists it. */
export interface VersionNow {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly stage: string;
  /** Those by which the gate says who made it. */
  readonly stamps: Readonly<Record<string, string>>;
}

/** A registered model as MLflow shows it. */
export interface ModelNow {
  /** When it, or the set of its versions, was last changed; milliseconds since 1970. */
  readonly updatedAt: number;
  readonly aliases: readonly { readonly alias: string; readonly version: string }[];
  readonly versions: readonly VersionNow[];
}

export type RegistryNow = ReadonlyMap<string, ModelNow>;

const Milliseconds = z
  .union([z.number(), z.string().regex(/^-?[0-9]+$/)])
  .transform(Number)
  .default(0);
const Number9 = z.union([z.string(), z.int().transform(String)]);
const Tags = z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]);

const Model = z.object({
  name: z.string(),
  last_updated_timestamp: Milliseconds,
  aliases: z.array(z.object({ alias: z.string(), version: Number9 })).default([]),
});
const Models = z.object({
  registered_models: z.array(Model).default([]),
  next_page_token: z.string().optional(),
});
const Versions = z.object({
  model_versions: z
    .array(
      z.object({
        name: z.string(),
        version: Number9,
        creation_timestamp: Milliseconds,
        current_stage: z.string().default("None"),
        tags: Tags,
      }),
    )
    .default([]),
  next_page_token: z.string().optional(),
});

const MODELS = "/api/2.0/mlflow/registered-models/search";
const VERSIONS = "/api/2.0/mlflow/model-versions/search";
const PAGE = "1000";
/** MLflow leaves out of its lists what this tag calls a prompt: whoever sets the tag would hide a model. */
const PROMPTS = "tags.`mlflow.prompt.is_prompt` = 'true'";

/**
 * The whole registry in a few requests, prompts included.
 *
 * @param named models that are looked for by name where no list has them
 * @throws Refusal when MLflow does not answer
 */
export async function registryNow(upstream: Upstream, named: readonly string[]): Promise<RegistryNow> {
  const models = new Map<
    string,
    { updatedAt: number; aliases: ModelNow["aliases"]; versions: VersionNow[] }
  >();
  for (const filter of [undefined, PROMPTS]) {
    for await (const page of pages(upstream, MODELS, filter, Models))
      for (const { name, last_updated_timestamp: updatedAt, aliases } of page.registered_models)
        models.set(name, { updatedAt, aliases, versions: models.get(name)?.versions ?? [] });
  }
  for (const name of named.filter((one) => !models.has(one) && SPELLING.registeredModel.test(one))) {
    const path = "/api/2.0/mlflow/registered-models/get";
    const found = await ifThere(() => get(upstream, path, { name }, AliasAnswer));
    if (found) models.set(name, { updatedAt: 0, aliases: found.registered_model.aliases, versions: [] });
  }
  const seen = new Set<string>();
  for (const filter of [undefined, PROMPTS]) {
    for await (const page of pages(upstream, VERSIONS, filter, Versions))
      for (const { name, version, creation_timestamp, current_stage, tags } of page.model_versions) {
        if (seen.has(`${name}/${version}`)) continue;
        seen.add(`${name}/${version}`);
        const stamps = Object.fromEntries(
          tags
            .filter(({ key }) => isReservedTag(key) || key === USER_TAG)
            .map(({ key, value }) => [key, value]),
        );
        const model = models.get(name) ?? { updatedAt: 0, aliases: [], versions: [] };
        models.set(name, model);
        model.versions.push({ version, createdAt: creation_timestamp, stage: current_stage, stamps });
      }
  }
  return models;
}

/** More pages than any registry has: a server that gives the same page again and again must not hold the check for ever. */
const MOST_PAGES = 10_000;

async function* pages<T extends { next_page_token?: string | undefined }>(
  upstream: Upstream,
  path: string,
  filter: string | undefined,
  form: z.ZodType<T>,
): AsyncGenerator<T> {
  let token: string | undefined;
  for (let count = 0; count < MOST_PAGES; count++) {
    const query = {
      max_results: PAGE,
      ...(filter !== undefined && { filter }),
      ...(token !== undefined && { page_token: token }),
    };
    const page = await get(upstream, path, query, form);
    yield page;
    token = page.next_page_token === "" ? undefined : page.next_page_token;
    if (token === undefined) return;
  }
  throw new Refusal("PERMISSION_DENIED", `MLflow's list ${path} has no end`);
}

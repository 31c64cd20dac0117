import type { Upstream } from "../call";
import { get, VersionAnswer, type VersionId } from "../facts";
import type { VersionFacts } from "../facts/promotion-facts";
import { sameName } from "../names";
import { AliasAnswer, VersionsAnswer } from "./registry-forms";

/** What of a registered model is in production now, as MLflow says. */
export interface InProduction {
  readonly stage: readonly string[];
  /** Protected aliases, as spelled, with their versions. */
  readonly aliases: readonly { readonly alias: string; readonly version: string }[];
}

const PAGE = "1000";

/** Reads both doors. @throws Refusal RESOURCE_DOES_NOT_EXIST when there is no such registered model */
export async function productionOf(
  upstream: Upstream,
  name: string,
  protectedAliases: readonly string[],
): Promise<InProduction> {
  const { registered_model: model } = await get(
    upstream,
    "/api/2.0/mlflow/registered-models/get",
    { name },
    AliasAnswer,
  );
  const versions = await versionsOf(upstream, name);
  return {
    stage: versions
      .filter(({ current_stage }) => current_stage === "Production")
      .map(({ version }) => version),
    aliases: model.aliases.filter(({ alias }) => protectedAliases.some((one) => sameName(one, alias))),
  };
}

/** The doors through which a version is in production, in words. */
export function doorsOf(
  { stage, aliases }: Pick<VersionFacts, "stage" | "aliases">,
  protectedAliases: readonly string[],
): readonly string[] {
  return [
    ...(stage === "Production" ? ["stage Production"] : []),
    ...aliases
      .filter((alias) => protectedAliases.some((one) => sameName(one, alias)))
      .map((alias) => `alias ${alias}`),
  ];
}

/** Stage and aliases of a version. @throws Refusal RESOURCE_DOES_NOT_EXIST when there is no such version */
export async function versionNow(
  upstream: Upstream,
  { name, version }: VersionId,
): Promise<Pick<VersionFacts, "stage" | "aliases">> {
  const path = "/api/2.0/mlflow/model-versions/get";
  const { model_version: now } = await get(upstream, path, { name, version }, VersionAnswer);
  return { stage: now.current_stage, aliases: now.aliases };
}

/** All versions of a registered model with their stages. The name must have passed the gate's grammar. */
export async function versionsOf(
  upstream: Upstream,
  name: string,
): Promise<readonly { version: string; current_stage: string }[]> {
  const found = [];
  let token: string | undefined;
  do {
    const page = await get(
      upstream,
      "/api/2.0/mlflow/model-versions/search",
      {
        filter: `name='${name}'`,
        max_results: PAGE,
        ...(token !== undefined && { page_token: token }),
      },
      VersionsAnswer,
    );
    found.push(...page.model_versions);
    token = page.next_page_token === "" ? undefined : page.next_page_token;
  } while (token !== undefined);
  return found;
}

import { get, readLoggedModel, readRunFacts, type VersionId } from "../facts";
import type { PromotionFacts, RunFacts } from "../facts/promotion-facts";
import { Refusal } from "../refusal";
import type { Lack } from "../requirements/lack";
import { timeOf } from "../requirements/moments";
import { SPELLING } from "../spellings";
import { nowOf, type DecisionParts } from "./parts";
import { VersionsAnswer } from "./registry-forms";
import type { Measured, StillAhead } from "./rules";

/** What a run lacks on its way into production, before anybody asks for it. Times are ISO 8601. */
export interface Preflight {
  /** Id of the AI system that the run names, and the registered model that system declares; absent where it names none. */
  readonly system?: string;
  readonly model?: string;
  readonly run: Pick<RunFacts, "id" | "experimentName" | "status"> & { readonly startedAt: string };
  /** What lacks, and what cannot be told of it. */
  readonly lacks: readonly Lack[];
  /** What only a registered version, and its approval, can be held against: nothing here says that it will be met. */
  readonly untilRegistered: readonly StillAhead[];
  /** Metrics that a threshold is set for, held against it. */
  readonly measured: readonly Measured[];
  /** Versions that are registered of this run, at most {@link MOST_VERSIONS}: the status of each says all that it lacks. */
  readonly versions: readonly VersionId[];
}

const MOST_VERSIONS = 100;

/**
 * Holds a run against what production requires, with the checks that decide on a version later. Freezes nothing, reads no
 * artifacts and changes nothing.
 *
 * @throws Refusal RESOURCE_DOES_NOT_EXIST when there is no such run
 */
export async function preflightOf(
  parts: Pick<DecisionParts, "upstream" | "state" | "rules" | "clock">,
  runId: string,
): Promise<Preflight> {
  const { upstream, state, rules } = parts;
  const run = await readRunFacts(upstream, runId);
  if (run === undefined) throw new Refusal("RESOURCE_DOES_NOT_EXIST", `there is no run '${runId}'`);
  const [model, versions] = await Promise.all([onlyModel(parts, run), versionsOfRun(parts, runId)]);
  const contributors = await state.contributors([
    `run:${runId}`,
    ...(model === undefined ? [] : [`model:${model.id}` as const]),
  ]);
  const evidence = { run, contributors, ...(model !== undefined && { model }) };
  const of = rules.ofRun(run);
  const { id, experimentName, status, startTime } = run;
  return {
    ...(of !== undefined && { system: of.system, model: of.model }),
    run: { id, experimentName, status, startedAt: timeOf(startTime) },
    lacks: rules.lackingInRun(evidence, nowOf(parts)),
    untilRegistered: rules.untilRegistered,
    measured: of?.measured(evidence) ?? [],
    versions,
  };
}

/** Of several logged models nobody knows yet which will be registered. */
async function onlyModel(
  { upstream }: Pick<DecisionParts, "upstream">,
  { outputs }: RunFacts,
): Promise<PromotionFacts["model"]> {
  const [only, ...others] = new Set(outputs);
  if (only === undefined || others.length > 0 || !SPELLING.loggedModel.test(only)) return undefined;
  return readLoggedModel(upstream, only);
}

async function versionsOfRun(
  { upstream }: Pick<DecisionParts, "upstream">,
  runId: string,
): Promise<readonly VersionId[]> {
  const { model_versions: found } = await get(
    upstream,
    "/api/2.0/mlflow/model-versions/search",
    { filter: `run_id='${runId}'`, max_results: String(MOST_VERSIONS) },
    VersionsAnswer,
  );
  return found.map(({ name, version }) => ({ name, version }));
}

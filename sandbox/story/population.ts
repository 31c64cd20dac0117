import type { Environment, System } from "../../configs";
import { storyUnexpected } from "../../errors";
import { shifted } from "../credit/population";
import { testApplicants } from "../credit/scorer";
import type { TrainedModel } from "../credit/training";
import { evaluated, watchedDay, type Judged } from "../credit/watched-day";
import type { World } from "../world";
import type { Result } from "./story";

const APPLICANTS = 200;
const DRIFT = "decision_drift";
const SHIFT = { feature: "duration", factor: 2 } as const;

/**
 * The drift monitor over the decisions that were just logged, on applicants as the model was tested on; then over a day with
 * loans that run twice as long, in an organisation of its own. The second must reach the risk register, the first must not.
 */
export async function shiftPopulation(
  { world, stacksDir }: { readonly world: World; readonly stacksDir: string },
  environment: Environment,
  system: System,
  { model_name: name, model_version: version }: TrainedModel,
): Promise<Result> {
  const asTested = await evaluated(world.urls.datadog, environment, system);
  const quiet = judged(asTested.monitor(DRIFT), "OK", "applicants as tested");
  const population = shifted(await testApplicants(world, APPLICANTS), SHIFT);
  const options = { world, environment, system, stacksDir, model: { name, version } };
  const longer = await watchedDay({ ...options, population });
  const loud = judged(longer.monitor(DRIFT), "Alert", "loans twice as long");
  const [entry] = longer.entries(DRIFT);
  if (!entry)
    throw storyUnexpected("the risk register", "to take the drift monitor's alert", "no entry of it");
  return (
    `drift monitor over ${APPLICANTS} decisions: ${quiet} as tested, quiet; ${loud} with loans twice as long, ` +
    `alert; taken by the risk register (${entry.priority}, Art ${entry.article}, ${entry.state})`
  );
}

function judged(monitor: Judged | undefined, state: string, when: string): string {
  if (monitor?.value === undefined || monitor.state !== state)
    throw storyUnexpected(`the drift monitor, ${when}`, state, monitor?.state ?? "no data");
  return monitor.value.toFixed(3);
}

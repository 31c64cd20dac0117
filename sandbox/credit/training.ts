/** Trains and registers the credit model in a world's MLflow. */
import { join } from "node:path";
import { z } from "zod";
import { applicationDir } from "./application-dir";
import { runProgram, type ProgramWorld } from "./python-program";

const trained = z.object({
  run_id: z.string(),
  model_id: z.string(),
  model_name: z.string(),
  model_version: z.string(),
  artifact_dir: z.string(),
  artifact_files: z.array(z.string()),
  /** SHA-256 of each data set's file, by context. */
  datasets: z.object({ training: z.string(), validation: z.string(), test: z.string() }),
  metrics: z.record(z.string(), z.number()),
});

export type TrainedModel = z.infer<typeof trained>;

export interface TrainingOptions {
  /** Registered name. @default "credit-scoring" */
  readonly model?: string;
  /** @default "credit-scoring" */
  readonly experiment?: string;
  readonly runName?: string;
  /** Tags of the run. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Bucket of the embedded AWS that keeps the data sets, version by version. @default none: files of this machine are the source */
  readonly dataBucket?: string;
  /** Declined from this probability of default. @default 0.5 */
  readonly threshold?: number;
  /** C of the logistic regression; another value gives another model. @default 1 */
  readonly regularization?: number;
}

/** Trains on the German credit data; each call is a new run and a new registered version. */
export async function trainCreditModel(
  world: ProgramWorld,
  options: TrainingOptions = {},
): Promise<TrainedModel> {
  const flag = (name: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [name, String(value)];
  const dir = applicationDir(world.dir);
  const [line = ""] = await runProgram(world, "train.py", [
    ...flag("--data-dir", join(dir, "data")),
    ...flag("--artifact-dir", join(dir, "models")),
    ...flag("--model", options.model),
    ...flag("--experiment", options.experiment),
    ...flag("--run-name", options.runName),
    ...flag("--data-bucket", options.dataBucket),
    ...flag("--threshold", options.threshold),
    ...flag("--regularization", options.regularization),
    ...Object.entries(options.tags ?? {}).flatMap(([key, value]) => ["--tag", `${key}=${value}`]),
  ]);
  return trained.parse(JSON.parse(line));
}

import { z } from "zod";

/**
 * What MLflow 3.17 answers, as far as a decision reads it. Fields that are empty are left out by MLflow, so that each has
 * a default; fields that are not named here are no part of the evidence. Integers of 64 bits come as numbers or as texts.
 */
const Integer = z
  .union([z.number(), z.string().regex(/^-?[0-9]+$/)])
  .transform(Number)
  .pipe(z.int());
const Text = z.string().default("");
const Tags = z
  .array(z.object({ key: z.string(), value: Text }))
  .default([])
  .transform((tags) => Object.fromEntries(tags.map(({ key, value }) => [key, value])));
/** NaN and infinity come as texts. */
const MetricValue = z.union([z.number(), z.string()]).default(0);

export const VersionForm = z.object({
  name: z.string(),
  version: z.union([z.string(), z.int().transform(String)]),
  creation_timestamp: Integer,
  current_stage: z.string().default("None"),
  source: Text,
  run_id: Text,
  status: z.string().default("READY"),
  description: Text,
  tags: Tags,
  aliases: z.array(z.string()).default([]),
});

export const VersionAnswer = z.object({ model_version: VersionForm });
export const DownloadUriAnswer = z.object({ artifact_uri: z.string() });

const Dataset = z.object({
  tags: Tags,
  dataset: z.object({
    name: Text,
    digest: Text,
    source_type: Text,
    source: Text,
    schema: Text,
    profile: Text,
  }),
});

export const RunAnswer = z.object({
  run: z.object({
    info: z.object({
      run_id: z.string(),
      experiment_id: z.string(),
      status: z.string(),
      lifecycle_stage: z.string(),
      start_time: Integer,
      end_time: Integer.optional(),
      user_id: Text,
      artifact_uri: Text,
    }),
    data: z
      .object({
        metrics: z
          .array(
            z.object({
              key: z.string(),
              value: MetricValue,
              timestamp: Integer.default(0),
              step: Integer.default(0),
            }),
          )
          .default([]),
        params: Tags,
        tags: Tags,
      })
      .prefault({}),
    inputs: z.object({ dataset_inputs: z.array(Dataset).default([]) }).prefault({}),
    outputs: z
      .object({ model_outputs: z.array(z.object({ model_id: z.string() })).default([]) })
      .prefault({}),
  }),
});

export const LoggedModelAnswer = z.object({
  model: z.object({
    info: z.object({
      model_id: z.string(),
      experiment_id: z.string(),
      source_run_id: Text,
      status: z.string(),
      artifact_uri: Text,
      tags: Tags,
    }),
    data: z
      .object({
        params: Tags,
        metrics: z
          .array(
            z.object({
              key: z.string(),
              value: MetricValue,
              dataset_name: z.string().optional(),
              dataset_digest: z.string().optional(),
            }),
          )
          .default([]),
      })
      .prefault({}),
  }),
});

export const ExperimentAnswer = z.object({ experiment: z.object({ name: z.string() }) });

export const ListingAnswer = z.object({
  files: z
    .array(z.object({ path: z.string(), is_dir: z.boolean().default(false), file_size: Integer.optional() }))
    .default([]),
});

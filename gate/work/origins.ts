import { z } from "zod";
import type { Upstream } from "../call";
import { get, ifThere } from "../facts";
import { CREATED_BY } from "../stamps";

/** Where a run or logged model belongs: set when it is made, never changed after. */
export interface Origin {
  readonly experimentId: string;
  /** Where its artifacts are, as MLflow writes it. */
  readonly artifactUri: string;
  /** Whether it was made through the gate, so that its maker is known. */
  readonly stamped: boolean;
}

export interface Origins {
  /** `undefined` where MLflow knows no such run. @throws Refusal when MLflow cannot tell */
  run(id: string): Promise<Origin | undefined>;
  /** `undefined` where MLflow knows no such logged model. @throws Refusal when MLflow cannot tell */
  model(id: string): Promise<Origin | undefined>;
}

const MAX_KNOWN = 10_000;

const tags = z.array(z.object({ key: z.string() })).default([]);
const runForm = z.object({
  run: z.object({
    info: z.object({ experiment_id: z.string(), artifact_uri: z.string().default("") }),
    data: z.object({ tags }).prefault({}),
  }),
});
const modelForm = z.object({
  model: z.object({
    info: z.object({ experiment_id: z.string(), artifact_uri: z.string().default(""), tags }),
  }),
});

/** Asks MLflow once: an upload of a thousand files belongs to one run. What does not exist is asked for again. */
export function originsFrom(upstream: Upstream): Origins {
  const known = new Map<string, Origin>();
  const remembered = async (
    id: string,
    ask: () => Promise<Origin | undefined>,
  ): Promise<Origin | undefined> => {
    const before = known.get(id);
    if (before) return before;
    const origin = await ask();
    if (!origin) return undefined;
    if (known.size >= MAX_KNOWN) known.delete(known.keys().next().value ?? "");
    known.set(id, origin);
    return origin;
  };
  return {
    run: (id) =>
      remembered(id, async () => {
        const answer = await ifThere(() =>
          get(upstream, "/api/2.0/mlflow/runs/get", { run_id: id }, runForm),
        );
        if (!answer) return undefined;
        const { info, data } = answer.run;
        return originOf(info, data.tags);
      }),
    model: (id) =>
      remembered(id, async () => {
        const answer = await ifThere(() =>
          get(upstream, `/api/2.0/mlflow/logged-models/${id}`, {}, modelForm),
        );
        if (!answer) return undefined;
        const { info } = answer.model;
        return originOf(info, info.tags);
      }),
  };
}

const originOf = (
  info: { readonly experiment_id: string; readonly artifact_uri: string },
  its: z.infer<typeof tags>,
): Origin => ({
  experimentId: info.experiment_id,
  artifactUri: info.artifact_uri,
  stamped: its.some(({ key }) => key === CREATED_BY),
});

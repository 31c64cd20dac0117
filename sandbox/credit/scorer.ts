/** The credit model as a function: applicant in, probability of default out. */
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { applicationDir } from "./application-dir";
import type { Applicant, Score, Scorer } from "./decisions";
import { runProgram, startProgram, type ProgramWorld } from "./python-program";

const loaded = z.object({
  model: z.object({ name: z.string(), version: z.string(), run_id: z.string(), artifact_dir: z.string() }),
});
const scored = z.union([
  z.object({ id: z.string(), probability: z.number() }),
  z.object({ id: z.string(), unusable_features: z.array(z.string()) }),
]);
const applicant = z.object({ id: z.string(), features: z.record(z.string(), z.unknown()) });

export interface CreditScorer extends Scorer {
  readonly model: {
    readonly name: string;
    readonly version: string;
    readonly runId: string;
    /** The folder the model was loaded from. */
    readonly artifactDir: string;
  };
  readonly close: () => Promise<void>;
}

/** A registered version: by its number, or as `models:/name@alias` names it at that moment. */
export type RegisteredModel = { readonly name: string } & (
  { readonly version: string } | { readonly alias: string }
);

/** Downloads a registered version, loads it, and scores with it one applicant at a time until it is closed. */
export async function startCreditScorer(world: ProgramWorld, model: RegisteredModel): Promise<CreditScorer> {
  const artifacts = join(applicationDir(world.dir), "serving");
  const which = "alias" in model ? ["--alias", model.alias] : ["--version", model.version];
  const args = ["--model", model.name, ...which, "--artifact-dir", artifacts];
  const { child, ended } = startProgram(world, "score.py", args);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    // No more lines: the program's own fault says why.
    if (done) await ended;
    return JSON.parse(value ?? "null");
  };
  const { name, version, run_id: runId, artifact_dir: artifactDir } = loaded.parse(await nextLine()).model;
  return {
    model: { name, version, runId, artifactDir },
    score: async (one: Applicant): Promise<Score> => {
      if (!child.stdin.write(`${JSON.stringify(one)}\n`)) await once(child.stdin, "drain");
      const answer = scored.parse(await nextLine());
      if (answer.id !== one.id) throw new Error(`score.py answered ${answer.id} when asked for ${one.id}`);
      return "probability" in answer ? answer.probability : { unusableFeatures: answer.unusable_features };
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** Applicants of the model's test set, the same ones in each call. */
export async function testApplicants(world: ProgramWorld, count: number): Promise<Applicant[]> {
  const lines = await runProgram(world, "score.py", ["--applicants", String(count)]);
  return lines.map((line) => applicant.parse(JSON.parse(line)));
}

import type { DatasetFacts } from "../../facts/promotion-facts";
import { CONTEXTS, nameOf, ofContext, sha256Of } from "../datasets";
import { BOTH_STEPS, CannotTell, type Finding, type RunRequirement, runOf } from "../requirement";
import { shown } from "../shown";

export const testSetApart: RunRequirement = {
  id: "test-set-apart",
  of: "run",
  duties: ["Art10", "Art9(8)", "annex-iv:2(g)"],
  title: "Training, validation and test set are three different ones",
  why: "A result on data that the model was fitted or chosen on says nothing of other persons.",
  how: "Split the data before training, and log three files of three contents. Two files that overlap are not noticed here. `log_datasets` refuses the same set twice.",
  steps: BOTH_STEPS,
  check(facts) {
    const { datasets } = runOf(facts);
    if (ofContext(datasets, "test").length === 0) throw new CannotTell("no test set is logged");
    const seen = new Map<string, InContext>();
    return CONTEXTS.flatMap((context) =>
      ofContext(datasets, context).flatMap((dataset): Finding[] => {
        const marks = marksOf(dataset).map(([mark, value]) => ({ mark, key: `${mark} ${value}` }));
        const same = marks.find(({ key }) => seen.has(key) && seen.get(key)?.context !== context);
        const first = same && seen.get(same.key);
        for (const { key } of marks) if (!seen.has(key)) seen.set(key, { dataset, context });
        if (!first) return [];
        return [
          {
            what: `${nameOf(first.dataset)} (${first.context}) has the same ${same.mark} as ${shown(dataset.name)} (${context}).`,
            fix: "Split the data before training, and log each part from its own file in a new run.",
          },
        ];
      }),
    );
  },
};

interface InContext {
  readonly dataset: DatasetFacts;
  readonly context: string;
}

/** What tells a data set from others. MLflow keeps one for a name and digest in an experiment, whatever was logged later. */
function marksOf(dataset: DatasetFacts): readonly (readonly [mark: string, value: string])[] {
  const sha256 = sha256Of(dataset);
  return [
    ...(sha256 === undefined ? [] : [["SHA-256", sha256] as const]),
    ...(dataset.digest === ""
      ? [["name and no digest", dataset.name] as const]
      : [["digest", dataset.digest] as const]),
  ];
}

import { basename } from "node:path";
import type { Problem } from "../errors";
import type { System } from "./system-schema";
import type { Threshold, Thresholds } from "./thresholds-schema";
import type { YamlFile } from "./yaml-file";

/** A file that satisfies its schema, and where its fields stand. */
export interface ReadFile<T> {
  readonly value: T;
  readonly file: YamlFile;
}

type ThresholdsFile = ReadFile<Thresholds>;

/**
 * What thresholds, instructions for use and systems have to agree on: one file for each system that goes to production, named
 * as its id, and the same numbers as declared (Art 15(3)).
 */
export function thresholdProblems(
  systems: readonly ReadFile<System>[],
  thresholds: readonly ThresholdsFile[],
  files: readonly YamlFile[],
): Problem[] {
  // Of a file with problems of its own no more is said here than they show.
  const present = files.map(({ path }) => basename(path, ".yaml"));
  return [
    ...thresholds.flatMap(named),
    ...systems.flatMap(({ value, file }) => {
      if (!value.production) return [];
      const own = thresholds.find((each) => each.value.system === value.id);
      if (own) return disagreements(value, own);
      return present.includes(value.id) ? [] : [missing(value.id, file.at(["production"]))];
    }),
  ];
}

function named({ value, file }: ThresholdsFile): Problem[] {
  const expected = `${value.system}.yaml`;
  if (basename(file.path) === expected) return [];
  return [
    {
      code: "thresholds-named-as-system",
      where: file.at(["system"]),
      field: "system",
      given: JSON.stringify(value.system),
      needed: "the file's own name without .yaml: git tells since when thresholds stand, file by file",
      fix: `rename the file to ${expected}, or correct system`,
    },
  ];
}

const missing = (id: string, where: string): Problem => ({
  code: "thresholds-missing",
  where,
  field: "production",
  given: `no thresholds/${id}.yaml`,
  needed: "thresholds for every system that goes to production, set before the runs they judge (Art 9(8))",
  fix: `write thresholds/${id}.yaml`,
});

function disagreements(system: System, { value, file }: ThresholdsFile): Problem[] {
  const declared = system.production?.instructionsForUse.accuracy ?? [];
  const problem = (
    index: number,
    code: string,
    rest: Pick<Problem, "given" | "needed" | "fix">,
  ): Problem => ({
    code,
    where: file.at(["metrics", index]),
    field: `metrics[${index}]`,
    ...rest,
  });
  const held = value.metrics.flatMap((threshold, index): Problem[] => {
    const same = declared.find(({ metric }) => metric === threshold.metric);
    if (!same) {
      if (threshold.notDeclared !== undefined) return [];
      return [
        problem(index, "threshold-declared", {
          given: `${limitsInWords(threshold)}, which systems/${system.id}.yaml does not declare`,
          needed:
            "every metric declared in production.instructionsForUse.accuracy (Art 15(3)), or notDeclared with a reason",
          fix: "declare it there as in the instructions for use, or say in notDeclared why they do not",
        }),
      ];
    }
    if (threshold.notDeclared !== undefined)
      return [
        problem(index, "threshold-declared-or-not", {
          given: `${threshold.metric} with notDeclared, and declared in systems/${system.id}.yaml`,
          needed: "one or the other",
          fix: "remove notDeclared, or the declaration",
        }),
      ];
    if (limitsInWords(same) === limitsInWords(threshold)) return [];
    return [
      problem(index, "threshold-as-declared", {
        given: limitsInWords(threshold),
        needed: `${limitsInWords(same)}, as production.instructionsForUse.accuracy of systems/${system.id}.yaml declares (Art 15(3))`,
        fix: "write the same in both; what is declared to deployers is what a release is held against",
      }),
    ];
  });
  const unheld = declared
    .filter(({ metric }) => !value.metrics.some((threshold) => threshold.metric === metric))
    .map((each): Problem => ({
      code: "declared-accuracy-held",
      where: file.at(["metrics"]),
      field: "metrics",
      given: `nothing for ${limitsInWords(each)}`,
      needed: `a threshold for every metric that systems/${system.id}.yaml declares (Art 15(3))`,
      fix: `add ${each.metric} with the numbers declared`,
    }));
  return [...held, ...unheld];
}

/** A threshold in words, the same for the same limits: `test_roc_auc min 0.68 (bound at 95 %)`. */
export function limitsInWords({ metric, min, max, confidencePercent, groups = [] }: Threshold): string {
  const of = [...groups]
    .map(({ attribute, values }) => `${attribute} ${[...values].sort().join("/")}`)
    .sort()
    .join(", ");
  return [
    metric,
    ...(min === undefined ? [] : [`min ${min}`]),
    ...(max === undefined ? [] : [`max ${max}`]),
    ...(confidencePercent === undefined ? [] : [`(bound at ${confidencePercent} %)`]),
    ...(of === "" ? [] : [`for each of ${of}`]),
  ].join(" ");
}

import { configurationOf } from "../facts/buckets";
import { flag } from "../reading";
import type { Resource } from "../resource";
import { holds, judging, unmet, type JudgedBy, type Rule } from "../rule";

type Text = Omit<JudgedBy<Resource>, "judge">;

interface Switch {
  readonly path: string;
  readonly wanted: boolean;
  /** What the provider takes where nothing is written. */
  readonly otherwise: boolean;
}

/** A switch of the resource itself. */
export function switched(text: Text, { path, wanted, otherwise }: Switch): Rule {
  return judging({
    ...text,
    judge: (resource) =>
      holds(flag(resource, path, otherwise) === wanted, `${path} is ${wanted}`, `${path} is not ${wanted}`),
  });
}

/** Switches of the resource that configures a bucket: all of them on. */
export function configured(text: Text, type: string, paths: readonly string[]): Rule {
  return judging({
    ...text,
    judge(bucket, set) {
      const configuration = configurationOf(set, bucket, type);
      if (!configuration) return unmet(`the bucket has no ${type}`);
      const off = paths.filter((path) => !flag(configuration, path, false));
      return holds(off.length === 0, `${paths.join(", ")} are on`, `off: ${off.join(", ")}`);
    },
  });
}

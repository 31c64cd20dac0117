import type { LoggedVersionFinding } from "./findings";
import type { Registered } from "./judge";
import type { LoggedModel } from "./uses";

/** MLflow as it is now. */
export interface RegisteredVersions {
  /** For people: the address. */
  readonly name: string;
  /** Nothing where MLflow knows no such version; in words, why it did not answer. */
  version(name: string, version: string): Promise<{ readonly runId: string } | string | undefined>;
}

/** MLflow, asked once for each version, and no more once it does not answer: each question would wait as long again. */
export function askedOnce(registry: RegisteredVersions | undefined): {
  readonly ask: (model: Pick<LoggedModel, "name" | "version">) => Promise<Registered>;
  readonly state: () => "asked" | "not-asked" | "no-answer";
  readonly findings: () => readonly LoggedVersionFinding[];
} {
  const answers = new Map<string, Registered>();
  let silent: string | undefined;
  return {
    async ask({ name, version }) {
      if (registry === undefined) return { because: "MLflow was not asked" };
      const key = JSON.stringify([name, version]);
      const known = answers.get(key);
      if (known !== undefined) return known;
      const said = silent ?? (await registry.version(name, version));
      if (typeof said === "string") silent = said;
      const answer = said === undefined ? "unknown" : typeof said === "string" ? { because: said } : said;
      answers.set(key, answer);
      return answer;
    },
    state: () => (registry === undefined ? "not-asked" : silent === undefined ? "asked" : "no-answer"),
    findings: () =>
      silent === undefined
        ? []
        : [
            {
              code: "not-told",
              found: `MLflow did not answer (${silent}): versions were held against the decisions in the vault alone.`,
              events: 0,
            },
          ],
  };
}

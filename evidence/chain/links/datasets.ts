import type { PromotionEvidence } from "../../documentation";
import { Looking } from "../link";
import { holdAgainstMlflow } from "../live";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";

/** Contexts as the gate compares them: letter by letter. */
const ROLES = ["training", "validation", "test"] as const;
/** MLflow's word for a data set of which nothing is known but the program that made it. */
const NO_SOURCE = "code";
/** A source that names no place, in JSON or as it is. */
const SAYS_NOTHING = /^\s*(?:\{\s*\}|null|"")?\s*$/;

type Dataset = NonNullable<PromotionEvidence["evidence"]["datasets"]>[number];

/** That training, validation and test set are named, each with a digest and a source, and are different. */
export function datasets(matter: Matter): ChainLink {
  const looking = new Looking("datasets");
  const evidence = matter.standing?.evidence;
  if (matter.standing?.decision === undefined || evidence === undefined)
    return looking.cannotTell("No decision names the run whose data sets these would be.").link();
  if (evidence.is !== "read")
    return looking
      .say(evidence.is, `What the decision saw of the data sets cannot be read: ${evidence.because}.`)
      .link();
  looking.source("document", `documentation/sha256/${evidence.sha256}`, evidence.sha256);
  const all = evidence.content.evidence.datasets ?? [];
  const digests = new Map<string, string>();
  for (const role of ROLES) {
    const own = all.filter(({ tags }) => tags["mlflow.data.context"] === role);
    if (own.length === 0) looking.missing(`No data set of role ${role} was logged with the run.`);
    for (const dataset of own) lookAt(role, dataset, digests, looking);
  }
  holdAgainstMlflow(matter, ["datasets"], looking);
  return looking.link();
}

function lookAt(role: string, dataset: Dataset, digests: Map<string, string>, looking: Looking): void {
  const { name, digest, sourceType, source } = dataset;
  const sha256 = dataset.tags["sha256"];
  looking.fact(
    `${role} set`,
    `${name}: SHA-256 ${sha256 ?? "none"}, MLflow's digest ${digest || "none"}, ${sourceType} ${source}`,
  );
  if (sha256 === undefined || !/^[0-9a-f]{64}$/i.test(sha256))
    looking.missing(`The ${role} set ${name} has no SHA-256: MLflow's own digest is of its first rows.`);
  else {
    const other = digests.get(sha256.toLowerCase());
    if (other !== undefined && other !== role)
      looking.broken(`The ${role} set ${name} has the SHA-256 of the ${other} set: they are the same data.`);
    else looking.met(`The ${role} set ${name} is named with digest and source.`);
    digests.set(sha256.toLowerCase(), role);
  }
  if (sourceType === NO_SOURCE || SAYS_NOTHING.test(source))
    looking.missing(`The ${role} set ${name} has no source.`);
}

import { evidenceDigestOf, type PromotionEvidence } from "../../documentation";
import { Looking } from "../link";
import { holdAgainstMlflow } from "../live";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";

const PARTS = ["run", "run tags", "parameters", "metrics", "logged model"] as const;

/** Tags and metrics that are shown; the document in the vault has all. */
const SHOWN = 40;

/** That the run behind the version is the one that was decided on, with what it held then. */
export function run(matter: Matter): ChainLink {
  const looking = new Looking("run");
  const { standing, subject } = matter;
  if (standing === undefined || subject === undefined)
    return looking.cannotTell("Which version decided is not known.").link();
  const { decision, snapshot, evidence } = standing;
  if (decision === undefined)
    return looking.cannotTell("No decision names the run that was decided on.").link();
  const { runId, evidenceSha256 } = decision.details.model;
  looking.fact("Run", runId);
  if (snapshot !== undefined) looking.source("record", snapshot.record, snapshot.sha256);
  if (evidence.is !== "read") {
    looking.say(evidence.is, `What the decision saw of the run cannot be read: ${evidence.because}.`);
    return looking.link();
  }
  looking.source("document", `documentation/sha256/${evidence.sha256}`, evidence.sha256);
  const digest = evidenceDigestOf(evidence.content);
  if (digest === evidenceSha256)
    looking.met(`The evidence kept in the vault was digested anew: it is what was decided on (${digest}).`);
  else
    looking.broken(
      `The evidence kept in the vault has the digest ${digest}; the decision was made on ${evidenceSha256 ?? "none"}.`,
    );
  ofThisRun(evidence.content, subject.runId ?? runId, looking);
  holdAgainstMlflow(matter, PARTS, looking);
  return looking.link();
}

function ofThisRun({ evidence }: PromotionEvidence, runId: string | undefined, looking: Looking): void {
  const { run: facts, "run tags": tags = {}, parameters = {}, metrics = [] } = evidence;
  if (facts === undefined) return void looking.missing("The decision saw no run behind the version.");
  if (facts.id !== runId)
    looking.broken(`The decision saw run ${facts.id}; the log names ${runId ?? "none"}.`);
  else if (facts.status !== "FINISHED" || facts.lifecycleStage !== "active")
    looking.broken(`When it was decided on, the run was ${facts.status}, ${facts.lifecycleStage}.`);
  else looking.met("The run was finished when it was decided on.");
  looking
    .fact("Experiment", facts.experimentName)
    .fact("Run by", facts.userId)
    .fact("Started", new Date(facts.startTime).toISOString());
  const said = Object.entries(tags).filter(([key]) => !key.startsWith("mlflow."));
  for (const [key, value] of said.slice(0, SHOWN)) looking.fact(`Tag ${key}`, value);
  for (const { key, value } of metrics.slice(0, SHOWN)) looking.fact(`Metric ${key}`, value);
  looking.fact("Parameters", Object.keys(parameters).length);
}

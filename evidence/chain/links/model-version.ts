import { loadedFolderDigest } from "../../documentation";
import { doubtSince } from "../../decisions/gate-book";
import { Looking } from "../link";
import { changedParts } from "../live";
import type { Matter, Subject } from "../matter";
import type { ChainLink } from "../model";
import type { Standing } from "../standing";
import { doubtsIn } from "../watched";

/** That the version the log names is the one that the gate let into production, with these files, and was there then. */
export function modelVersion(matter: Matter): ChainLink {
  const looking = new Looking("model-version");
  const { subject, standing, book, span, entry } = matter;
  const { decision } = standing ?? {};
  if (subject === undefined || standing === undefined) {
    const type = entry?.event.type;
    return looking
      .cannotTell(
        type === undefined
          ? "Which version decided is not known."
          : `An entry of type ${type} names no model version.`,
      )
      .link();
  }
  looking
    .fact("Version", `${subject.name} ${subject.version}`)
    .fact("Run, by the log", subject.runId)
    .fact("Loaded, by the log", subject.artifactSha256);
  if (span !== undefined && span.first !== span.last)
    looking.fact("Entries of this kind", `${span.first} to ${span.last}`);
  inProduction(standing, looking);
  if (standing.production.is === "in" && book.broken.length > 0)
    looking.cannotTell(
      "The gate's stream has a break: a record that took it out of production may be missing.",
    );
  const doubt = decision && doubtSince(book, decision, span?.last);
  if (standing.production.is === "in" && doubt !== undefined)
    looking.cannotTell(`A record that may have taken it out of production is none: ${doubtsIn([doubt])}.`);
  if (decision !== undefined) {
    sameRun(subject, decision.details.model.runId, looking);
    ofThisSystem(matter, decision.details.system, looking);
    sameArtifacts(subject, standing, looking);
  }
  live(matter, looking);
  return looking.link();
}

function inProduction({ production }: Standing, looking: Looking): void {
  switch (production.is) {
    case "in":
      return void looking.met(`By the gate's records it was in production (${production.door}).`);
    case "out":
    case "never":
      return void looking.broken(`It was not let in: ${production.because}.`);
    case "near":
      return void looking.cannotTell(`Clocks may differ by minutes: ${production.because}.`);
    case "doubtful":
      return void looking.cannotTell(`Whether it was in production cannot be told: ${production.because}.`);
  }
}

function sameRun({ runId }: Subject, decided: string | undefined, looking: Looking): void {
  if (runId === undefined || decided === undefined) return;
  if (runId === decided) looking.met("The log names the run that was decided on.");
  else looking.broken(`The log names run ${runId}; the version that was let in is of run ${decided}.`);
}

function ofThisSystem(
  { entry, declared, subject }: Matter,
  decided: string | undefined,
  looking: Looking,
): void {
  const system = entry?.event.system.id;
  if (system === undefined || decided === undefined || system === decided) return;
  const why = `The decision was made for system ${decided}, the entry is of ${system}`;
  if (declared?.registeredModel === subject?.name)
    looking.cannotTell(
      `${why}, which declares this registered model now: renamed or not, the records do not tell.`,
    );
  else looking.broken(`${why}.`);
}

function sameArtifacts(
  { artifactSha256 }: Subject,
  { decision, artifacts }: Standing,
  looking: Looking,
): void {
  const decided = decision?.details.model.artifactSha256;
  looking.fact("Artifacts, by the decision", decided);
  if (artifactSha256 === undefined) return;
  if (artifacts.is !== "read") {
    looking.say(artifacts.is, `Which files were let in cannot be read: ${artifacts.because}.`);
    return;
  }
  if (artifacts.sha256 !== decided) {
    looking.broken(
      `The snapshot lists artifacts ${artifacts.sha256}, the decision was made on ${decided ?? "none"}.`,
    );
    return;
  }
  looking.source("document", `documentation/sha256/${artifacts.sha256}`, artifacts.sha256);
  const folder = loadedFolderDigest(artifacts.content);
  const file = artifacts.content.find(({ sha256, bytes }) => bytes > 0 && sha256 === artifactSha256);
  if (artifactSha256 === folder)
    looking.met(
      `What was loaded is what was let in: ${artifacts.content.length} file(s), digested anew from the list kept in the vault.`,
    );
  else if (artifactSha256 === artifacts.sha256)
    looking.met("The log names the list of files that was let in; it is kept in the vault.");
  else if (file !== undefined)
    looking.met(`What was loaded is one of the files that were let in, ${file.path}.`);
  else
    looking.broken(
      `What was loaded (${artifactSha256}) is not what was let in: the files of version ${decision?.details.model.version ?? ""} that were decided on give ${folder}.`,
    );
}

function live(matter: Matter, looking: Looking): void {
  const { registry, subject, standing, sources } = matter;
  if (registry === "not-asked" || subject === undefined) return;
  const mlflow = sources.registry?.name ?? "MLflow";
  looking.source("mlflow", `${mlflow} models:/${subject.name}/${subject.version}`);
  if (registry === "gone")
    return void looking.broken(
      `MLflow knows no version ${subject.version} of ${subject.name} any more; the records do.`,
    );
  if ("silent" in registry) return void looking.cannotTell(`MLflow did not answer: ${registry.silent}.`);
  const decided = standing?.decision?.details.model;
  if (decided?.createdAt !== undefined && registry.createdAt !== decided.createdAt)
    return void looking.broken(
      `The version was made anew: MLflow's is of ${time(registry.createdAt)}, the one that was let in of ${time(decided.createdAt)}.`,
    );
  const differs = [
    ...(decided?.runId !== undefined && registry.runId !== decided.runId
      ? [`In MLflow it is of run ${registry.runId}, the one that was let in of run ${decided.runId}.`]
      : []),
    ...(decided?.artifactSha256 !== undefined && registry.artifactSha256 !== decided.artifactSha256
      ? [
          `MLflow serves other files than were let in: ${registry.artifactSha256 ?? "none of its own run or model"}.`,
        ]
      : []),
    ...changedParts(matter, ["version"]).map(
      (part) => `In MLflow the ${part} was changed since it was decided on.`,
    ),
  ];
  for (const each of differs) looking.broken(each);
  if (differs.length === 0 && decided !== undefined)
    looking.met("MLflow has the same version now, with the same files.");
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

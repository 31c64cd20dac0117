import type { Decision, Snapshot } from "../../decisions/gate-book";
import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import { doubtsIn } from "../watched";

const KEY = ["name", "version", "createdAt", "runId", "modelId", "evidenceSha256", "artifactSha256"] as const;

/** That the gate let the version in, by a signed record in an unbroken chain, and kept what it decided on. */
export function gateDecision({ standing, book, subject, span, sources }: Matter): ChainLink {
  const looking = new Looking("gate-decision");
  if (subject === undefined || standing === undefined)
    return looking.cannotTell("Which version decided is not known.").link();
  const { decision, snapshot, production } = standing;
  if (decision === undefined && production.is === "doubtful")
    return looking.cannotTell(`Whether it was let in cannot be told: ${production.because}.`).link();
  if (decision === undefined)
    return looking
      .missing(
        `No decision lets ${subject.name} version ${subject.version} into production${book.kept ? "" : "; there are no records of a gate"}.`,
      )
      .link();
  const { act, principal, door, lacks = [], breakGlass, reason } = decision.details;
  looking
    .source("record", decision.record, decision.sha256)
    .fact("Decision", `${act}${door ? ` through ${door.kind} ${door.name}` : ""}`)
    .fact("Recorded", decision.at)
    .fact("Asked for by", `${principal.name} (${principal.kind})`)
    .fact("Reason", reason)
    .fact("Key ring", sources.ringFrom);
  if (decision.against.length > 0)
    looking.broken(`Its record cannot be relied on: ${doubtsIn(decision.against)}.`);
  else looking.met(`${decision.record} is signed by a key that may decide, and stands in an unbroken chain.`);
  for (const { requirement, what } of lacks.slice(0, 10)) looking.fact(`Lacked: ${requirement}`, what);
  if (act === "promote" && lacks.length > 0)
    looking.broken(`It let in what lacked ${lacks.map(({ requirement }) => requirement).join(", ")}.`);
  if (breakGlass !== undefined) {
    const last = span?.last;
    looking.fact(
      "Break glass",
      `${breakGlass.reason}; until ${breakGlass.until}; second: ${breakGlass.second ?? "none"}`,
    );
    if (breakGlass.second === undefined) looking.broken("Glass was broken by one alone.");
    if (last !== undefined && last > breakGlass.until)
      looking.broken(`Glass was broken until ${breakGlass.until}; the entry is of ${last}.`);
  }
  if (production.is === "never") looking.broken(`It was not carried out: ${production.because}.`);
  kept(decision, snapshot, looking);
  return looking.link();
}

function kept(decision: Decision, snapshot: Snapshot | undefined, looking: Looking): void {
  if (snapshot === undefined)
    return void looking.missing("No snapshot of what it was decided on is among the records.");
  looking.source("record", snapshot.record, snapshot.sha256);
  const { model } = snapshot.details;
  const differs = KEY.filter((part) => model[part] !== decision.details.model[part]);
  if (snapshot.against.length > 0)
    looking.broken(`The record of its snapshot cannot be relied on: ${doubtsIn(snapshot.against)}.`);
  else if (differs.length > 0)
    looking.broken(`Its snapshot is of something else: ${differs.join(", ")} differ.`);
  else looking.met("Its snapshot names the same version, evidence and artifacts.");
}

import { Looking } from "../link";
import type { Matter } from "../matter";
import type { ChainLink } from "../model";
import { CLOCKS_DIFFER_MS } from "../standing";

/** That the entry is there, is what its emitter wrote, and stands where it belongs in its emitter's chain. */
export function logEntry({ question, entry, objects, searched, sources, subject }: Matter): ChainLink {
  const looking = new Looking("log-entry");
  for (const why of searched.against ?? []) looking.broken(`Against what it was read from speaks: ${why}.`);
  const gone = searched.untold.filter((why) => why.includes("not in the archive any more"));
  for (const why of gone) looking.broken(`${capital(why)}.`);
  if (entry === undefined) {
    looking.fact("Looked in", searched.where);
    const what = subject ? `No entry of ${subject.name} version ${subject.version}` : "No entry that answers";
    looking.missing(`${what} was found in ${searched.where} (${sources.log.name}).`);
    for (const why of searched.untold.slice(0, 3)) looking.cannotTell(`Not all could be read: ${why}.`);
    return looking.link();
  }
  const { event, sha256, viewAltered } = entry;
  const { id, sequence, clock_source: clock } = event.emitter;
  looking
    .fact("Event", `${event.event_id} (${event.type})`)
    .fact("Time", `${event.time}, by the emitter's clock (${clock})`)
    .fact("System", `${event.system.id} ${event.system.version}`)
    .fact("Emitter", `${id}, entry ${sequence}`)
    .fact("SHA-256 of the entry", sha256)
    .fact("Input", inputOf(event))
    .fact("Decision", "output" in event && "decision" in event.output ? event.output.decision : undefined)
    .fact("Override by a person", "oversight" in event ? overrideOf(event.oversight) : undefined)
    .source(
      sources.log.kind,
      `${entry.place.key} (version ${entry.place.versionId}), line ${entry.place.line}`,
      sha256,
    );
  if (event.environment !== sources.environment.id)
    looking.broken(
      `It is of environment ${event.environment}, and lies in the log of ${sources.environment.id}.`,
    );
  if (sources.system !== undefined && event.system.id !== sources.system)
    looking.broken(`It is of system ${event.system.id}; ${sources.system} was asked for.`);
  if (viewAltered) looking.fact("Readable copy", "it was changed on the way; the entry itself was not");
  // Of what could not be read, other entries may answer, too.
  if (question.by !== "event" && searched.untold.length > gone.length)
    looking.cannotTell(
      `Not everything that was looked in could be read: ${searched.untold.find((why) => !gone.includes(why)) ?? ""}.`,
    );
  const { neighbours, conflicts } = objects ?? { neighbours: { fit: 0, misfits: [] }, conflicts: [] };
  for (const other of conflicts)
    looking.broken(
      `Another entry (${other}) has the same event id: one of the two was not written by this emitter.`,
    );
  for (const misfit of neighbours.misfits) looking.broken(`It does not fit its emitter's chain: ${misfit}.`);
  const written = (objects?.versions ?? []).flatMap(({ writtenAt }) => writtenAt ?? []).toSorted()[0];
  if (written !== undefined && Date.parse(event.time) > Date.parse(written) + CLOCKS_DIFFER_MS)
    looking.cannotTell(
      `When it happened cannot be told: its emitter's clock says ${event.time}, and it was stored at ${written} already.`,
    );
  const chained = neighbours.fit > 0 ? `, and ${neighbours.fit} neighbour(s) of its emitter's chain fit` : "";
  looking.met(`It was found in ${searched.where}; digest, form and canonical spelling hold${chained}.`);
  return looking.link();
}

type Event = NonNullable<Matter["entry"]>["event"];

function inputOf(event: Event): string | undefined {
  if (!("input" in event)) return undefined;
  const { input } = event;
  const key = "key_id" in input ? `, key ${input.key_id}` : "";
  return `${input.algorithm} ${input.digest} (scope ${input.scope}${key})`;
}

function overrideOf({
  required,
  override,
}: {
  readonly required: boolean;
  readonly override?: boolean;
}): string {
  return `${override === true ? "yes" : "no"}; review ${required ? "was" : "was not"} required`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

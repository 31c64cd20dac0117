import type { Finding, FindingKind, FindingVerdict } from "../archive";

/** Findings about what is missing, by code. Codes are stable: reports and tools refer to them. */
export const COMPLETENESS_FINDINGS = {
  "checkpoint-unknown-name": kind("unmet", "Object with a name no checkpoint has", "It lies where emitters put checkpoints, and was not read."),
  "checkpoint-second-version": kind("unmet", "Second version of a checkpoint", "A checkpoint is written once. The first version is the evidence and was taken; the other was laid over it."),
  "checkpoint-delete-marker": kind("unmet", "Delete marker over a checkpoint", "Somebody asked to delete the checkpoint. The version below the marker, if any, was taken."),
  "checkpoint-unreadable": kind("unknown", "Checkpoint that could not be read", "What its emitter had written by then is not known."),
  "checkpoint-malformed": kind("unmet", "Checkpoint that has not the form of one", "No emitter of this product wrote it; what it says was not heeded."),
  "checkpoint-unknown-key": kind("unmet", "Checkpoint signed with a key that is not in the key ring", "Who wrote it is not known; what it says was not heeded."),
  "checkpoint-bad-signature": kind("unmet", "Checkpoint whose signature does not fit", "It was changed after it was signed, or signed with another key than it names; what it says was not heeded."),
  "checkpoint-not-entitled": kind("unmet", "Checkpoint by a key that was not entitled to it", "The signature is good; the key may not sign for this system, or not yet. What it says was not heeded."),
  "checkpoint-revoked-key": kind("unmet", "Checkpoint signed with a revoked key", "It was written, or says that it was, when its key had been revoked. What it says was not heeded."),
  "checkpoint-misplaced": kind("unmet", "Checkpoint of another place", "It was copied here from the place it names; what it says was not heeded."),
  "emitter-lost": kind("unmet", "Emitter of which every event is lost", "Its signed checkpoints say that it wrote events, and none of them is in the archive."),
  "start-lost": kind("unmet", "Events lost at the start of an emitter's chain", "A signed checkpoint says that these numbers were written in the period; the archive begins after them."),
  "tail-lost": kind("unmet", "Events lost at the end of an emitter's chain", "A signed checkpoint says that these numbers were written; the archive ends before them."),
  "head-differs": kind("unmet", "Event that is not the one its emitter wrote", "A signed checkpoint names another digest for this number: the event was replaced."),
  "emitter-without-checkpoint": kind("unknown", "Emitter without a checkpoint", "Other emitters write checkpoints, this one did not: whether its chain goes on after its last event is not known."),
  "emitter-not-closed": kind("unknown", "Emitter without a last checkpoint", "It neither stopped nor went on: what it wrote after the last checkpoint, if anything, is not known."),
  "emitters-silent": kind("unmet", "Expected emitters that were silent", "The configuration expects more emitters of this service on each day than were alive on this one."),
  "heartbeat-silence": kind("unknown", "Emitter that was silent for longer than its heartbeats allow", "Whether the system was in use meanwhile is not known: its process stood still, or could not record."),
  "events-dropped": kind("unmet", "Events that an emitter could not write", "It went on without the log, as it was configured to, and counted them: so many numbers are missing in its chain."),
  "count-missing": kind("unmet", "Fewer events than an independent source counted", "The events between the two numbers were not logged, or are lost."),
  "count-exceeded": kind("unknown", "More events than an independent source counted", "Which of the two is wrong is not known."),
  "clock-ahead": kind("unmet", "Events later than the object that holds them", "They were written before the time they bear: their emitter's clock was ahead, and they may belong to another period."),
  "clock-backwards": kind("unmet", "Time going backwards in an emitter's chain", "The emitter's clock was set back, or the event bears a time it was not written at."),
  "late-arrival": kind("unknown", "Events that were archived late", "The object that holds them was written more than a day after their time, longer than the log's intake takes: why is not known."),
} as const satisfies Readonly<Record<string, FindingKind>>; // prettier-ignore

export type CompletenessFindingCode = keyof typeof COMPLETENESS_FINDINGS;

/** Takes a finding. */
export type Report = (finding: Finding<CompletenessFindingCode>) => void;

function kind(verdict: FindingVerdict, title: string, meaning: string): FindingKind {
  return { verdict, title, meaning };
}

import { Art12DeliveryError, Art12SpoolError } from "../errors";

/** What goes wrong beside the calls, told to `spool.onFault`. */
const TOLD = {
  "delivery-failed": {
    needed: "the sink did not take events; they are kept and tried again",
    fix: "see the cause",
  },
  "late-failed": {
    needed:
      "events that the sink does not take could not be put into the vault; they are kept and tried again",
    fix: "see the cause: the application's way into the vault",
  },
  "late-key-taken": {
    needed:
      "an object stands where this process puts late events; it was taken for one of an earlier process",
    fix: "nothing, if an earlier process ended in the middle; otherwise look who put it",
  },
  "events-dropped": {
    needed: "events could not be written and are lost; the chain and the next heartbeat count them",
    fix: "see the cause: the disk, or spool.maxBytes",
  },
  "drop-not-recorded": {
    needed:
      "events were dropped, and their number could not be kept on disk: should this process be killed, it is not known",
    fix: "see the cause: the disk",
  },
  "cursor-not-written": {
    needed: "how far events are delivered could not be kept on disk: after a crash some would be sent twice",
    fix: "see the cause; readers count an event that comes twice once",
  },
  "torn-end": {
    needed:
      "the last write of an earlier process was cut off; its calls had not been answered, so it was left out",
    fix: "nothing",
  },
  "spool-damaged": {
    needed:
      "an event in the spool is not what was written there, and cannot be delivered; its number will be missing",
    fix: "check the disk; an export names the gap",
  },
  "chain-not-opened": {
    needed:
      "what an earlier process left cannot be read; it stays where it is, and the next process tries again",
    fix: "see the cause: the disk, or the files' owner",
  },
  "chain-not-ended": {
    needed: "the chain of an earlier process could not be given its end; it is tried again",
    fix: "see the cause: the disk",
  },
  "left-in-spool": {
    needed:
      "not every event was delivered before the logger was closed; the next process on this folder delivers the rest",
    fix: "start one, or raise spool.closeWaitMs",
  },
} as const;

export type SpoolFaultCode = keyof typeof TOLD;

/** Tells a fault; `detail` says how many or where, never what. */
export type TellSpoolFault = (code: SpoolFaultCode, detail: string, cause?: unknown) => void;

/** Tells faults to the application's function, whose own failure must not be the events'. */
export function teller(onFault: (fault: Art12SpoolError) => void): TellSpoolFault {
  return (code, detail, cause) => {
    const { needed, fix } = TOLD[code];
    try {
      onFault(new Art12SpoolError({ code, needed: `${needed} (${detail})`, fix, cause }));
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error));
    }
  };
}

/** The spool has all the bytes it may. */
export class SpoolFull extends Error {}

/** What a call fails with whose event could not be written. */
export function notWritten(cause: unknown): Art12DeliveryError {
  const full = cause instanceof SpoolFull;
  const { code, message } = cause as NodeJS.ErrnoException;
  return new Art12DeliveryError({
    code: full ? "spool-full" : "spool-unwritable",
    needed: full ? message : `the event could not be written to the spool (${code ?? message})`,
    fix: full
      ? "see why events are not delivered (spool.onFault), or raise spool.maxBytes"
      : "check the disk and the folder's rights",
    delivered: "no",
    cause,
  });
}

import type { PutOnce } from "../checkpoint-options";
import { Art12ConfigError, type Art12SpoolError } from "../errors";
import type { Art12Sink } from "../sinks/sink";

/** What a call does that cannot be written down: see {@link SpoolOptions.whenLogCannotBeWritten}. */
export type WhenLogCannotBeWritten = "fail-closed" | "fail-open";

/** Where events are kept until the sink has them. */
export interface SpoolOptions {
  /**
   * Folder on a local disk that outlives the process, for this process alone: one that starts later on it delivers what
   * an earlier one left. Made if it is not there; what lies in it must belong to this process's user, and nobody else may
   * write it.
   */
  readonly folder: string;
  /**
   * When the disk is full, the folder cannot be written or the spool has its `maxBytes`: `fail-closed` rejects the call,
   * so that the application does not act on what is not logged; `fail-open` lets the application go on, and counts the
   * event as dropped in the chain and in the next heartbeat.
   */
  readonly whenLogCannotBeWritten: WhenLogCannotBeWritten;
  /**
   * Puts an object into the vault with `If-None-Match: *`, as `checkpoints.put` does: the way of events that the sink no
   * longer takes. Needed where the sink judges by their time, as Datadog's intake does.
   */
  readonly late?: PutOnce;
  /**
   * Most bytes on disk.
   * @default 1 GiB
   */
  readonly maxBytes?: number;
  /**
   * Bytes after which another file is begun; a file goes when all of it is delivered.
   * @default 8 MiB
   */
  readonly segmentBytes?: number;
  /**
   * Pause before a failed delivery is tried again, in milliseconds; doubled each time, up to a minute.
   * @default 1000
   */
  readonly retryDelayMs?: number;
  /**
   * How long `close()` waits for what is not delivered yet, in milliseconds. The rest stays for the next process.
   * @default 10000
   */
  readonly closeWaitMs?: number;
  /**
   * Takes what went wrong. Calls are not affected but as `whenLogCannotBeWritten` says.
   * @default process.emitWarning
   */
  readonly onFault?: (fault: Art12SpoolError) => void;
}

/** The options with their defaults. */
export type SpoolSettings = Required<Omit<SpoolOptions, "late">> & Pick<SpoolOptions, "late">;

const MIB = 1024 * 1024;
/** Fewer bytes could not hold one batch. */
const LEAST_BYTES = 64 * 1024;

/**
 * The options with their defaults.
 * @throws Art12ConfigError that names the option at fault
 */
export function spoolSettings(options: SpoolOptions, sink: Art12Sink): SpoolSettings {
  const maxBytes = options.maxBytes ?? 1024 * MIB;
  const settings = {
    folder: options.folder,
    whenLogCannotBeWritten: options.whenLogCannotBeWritten,
    maxBytes,
    segmentBytes: options.segmentBytes ?? Math.min(8 * MIB, maxBytes / 4),
    retryDelayMs: options.retryDelayMs ?? 1000,
    closeWaitMs: options.closeWaitMs ?? 10_000,
    onFault: options.onFault ?? ((fault: Art12SpoolError) => process.emitWarning(fault)),
    ...(options.late && { late: options.late }),
  };
  if (typeof settings.folder !== "string" || settings.folder === "")
    throw bad("folder", "must be the path of a folder");
  if (!["fail-closed", "fail-open"].includes(settings.whenLogCannotBeWritten))
    throw bad("whenLogCannotBeWritten", 'must be "fail-closed" or "fail-open"');
  if (!(settings.maxBytes >= LEAST_BYTES)) throw bad("maxBytes", `must be at least ${LEAST_BYTES}`);
  if (!(settings.segmentBytes > 0 && settings.segmentBytes <= settings.maxBytes / 4))
    throw bad("segmentBytes", "must be more than 0 and at most a quarter of maxBytes");
  for (const name of ["retryDelayMs", "closeWaitMs"] as const)
    if (!(settings[name] >= 0 && settings[name] <= 600_000)) throw bad(name, "must be from 0 to 600000");
  const { maxAgeHours, maxAheadHours } = sink;
  if (settings.late === undefined && (maxAgeHours !== undefined || maxAheadHours !== undefined))
    throw bad("late", "is needed: the sink takes no event that is too old or too far ahead");
  return settings;
}

function bad(name: keyof SpoolOptions, needed: string): Art12ConfigError {
  const fix = name === "late" ? "give a function that puts an object into the vault" : "correct the option";
  return new Art12ConfigError({ code: "bad-option", field: `spool.${name}`, needed, fix });
}

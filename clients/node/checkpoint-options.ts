import type { CheckpointSigner } from "./checkpoint";
import { Art12ConfigError, type Art12CheckpointError } from "./errors";

/**
 * Puts an object into the vault with `If-None-Match: *`. Resolves with `written`, or with `taken` when the key has an
 * object already; rejects when it is not known to stand there, and is then called again with the same bytes.
 */
export type PutOnce = (key: string, bytes: Uint8Array) => Promise<"written" | "taken">;

/** How the logger writes checkpoints. */
export interface CheckpointOptions {
  /** {@link pemCheckpointSigner}, or your own over a KMS key. */
  readonly signer: CheckpointSigner;
  readonly put: PutOnce;
  /**
   * A checkpoint is due after this many events since the last one.
   * @default 1000
   */
  readonly everyEvents?: number;
  /**
   * A checkpoint is due after this many minutes, if there was an event since the last one.
   * @default 5
   */
  readonly everyMinutes?: number;
  /**
   * Pause before a failed checkpoint is tried again, in milliseconds; doubled each time, up to a minute.
   * @default 1000
   */
  readonly retryDelayMs?: number;
  /**
   * How long `close()` waits for the last checkpoint, in milliseconds.
   * @default 5000
   */
  readonly closeWaitMs?: number;
  /**
   * Takes what went wrong with a checkpoint. Events are not affected.
   * @default process.emitWarning
   */
  readonly onFault?: (fault: Art12CheckpointError) => void;
}

export type CheckpointSettings = Required<CheckpointOptions>;

/**
 * The options with their defaults.
 * @throws Art12ConfigError that names the option at fault
 */
export function checkpointSettings(options: CheckpointOptions): CheckpointSettings {
  const settings = {
    signer: options.signer,
    put: options.put,
    everyEvents: options.everyEvents ?? 1000,
    everyMinutes: options.everyMinutes ?? 5,
    retryDelayMs: options.retryDelayMs ?? 1000,
    closeWaitMs: options.closeWaitMs ?? 5000,
    onFault: options.onFault ?? ((fault: Art12CheckpointError) => process.emitWarning(fault)),
  };
  if (!/^[0-9a-f]{64}$/.test(settings.signer?.keyId ?? ""))
    throw bad("signer.keyId", "must be the SHA-256 of the public key's DER bytes, 64 hex digits");
  if (!Number.isInteger(settings.everyEvents) || settings.everyEvents < 1)
    throw bad("everyEvents", "must be a whole number from 1");
  // Node's timers take no more than 2^31 ms.
  if (!(settings.everyMinutes > 0 && settings.everyMinutes <= 1440))
    throw bad("everyMinutes", "must be more than 0 and at most 1440");
  for (const name of ["retryDelayMs", "closeWaitMs"] as const)
    if (!(settings[name] >= 0 && settings[name] <= 600_000)) throw bad(name, "must be from 0 to 600000");
  return settings;
}

function bad(name: string, needed: string): Art12ConfigError {
  return new Art12ConfigError({
    code: "bad-option",
    field: `checkpoints.${name}`,
    needed,
    fix: "correct the option",
  });
}

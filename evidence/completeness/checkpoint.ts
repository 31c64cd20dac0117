import { z } from "zod";
import { VAULT_PREFIXES } from "../../configs/vault-layout";
import { Digest, Identifier, Time } from "../event/values";

/** Payload type of a checkpoint's DSSE envelope. */
export const CHECKPOINT_TYPE = "application/vnd.ai-act-evidence.checkpoint+json";

/** No checkpoint is longer, in bytes: ids have at most 128 characters each, so one has about a kilobyte. */
export const MAX_CHECKPOINT_BYTES = 8 * 1024;

const LAST_SEQUENCE = 999_999_999_999;

/** The strict schema of what a checkpoint says. */
export const checkpointSchema = z
  .strictObject({
    schema_version: z.literal("1.0.0"),
    system: Identifier,
    environment: Identifier,
    emitter: Identifier,
    sequence: z
      .int()
      .min(1)
      .max(LAST_SEQUENCE)
      .describe(
        "Number of the newest event that the emitter has recorded: on its own disk, or taken by the log's intake.",
      ),
    entry_sha256: Digest.describe("Digest of that event: what the next one has as `prev`."),
    time: Time.describe("Time of that event, by the emitter's clock."),
    reason: z
      .enum(["start", "interval", "stop"])
      .describe(
        "`start`: the emitter's first event. `stop`: its `emitter_stop`. `interval`: one on the way.",
      ),
  })
  .meta({
    title: "Checkpoint of an emitter",
    description: "Payload of a DSSE envelope that an emitter of Art 12 events puts straight into the vault.",
  });

/** What a checkpoint says. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Where a checkpoint stands in the vault. */
export interface CheckpointPlace {
  readonly system: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly day: string;
  readonly emitter: string;
  readonly sequence: number;
}

/** The key prefix of a system's checkpoints of one UTC day (`YYYY-MM-DD`). */
export function checkpointPrefix(system: string, day: string): string {
  return `${VAULT_PREFIXES.checkpoints}/${system}/dt=${day.replaceAll("-", "")}/`;
}

/** The place a key names; nothing when no checkpoint can have that key. */
export function checkpointPlaceOf(key: string): CheckpointPlace | undefined {
  const root = `${VAULT_PREFIXES.checkpoints}/`;
  if (!key.startsWith(root)) return undefined;
  const [, system, year, month, date, emitter, digits] =
    /^([^/]+)\/dt=(\d{4})(\d{2})(\d{2})\/([^/]+)\.([0-9]{12})\.dsse\.json$/.exec(key.slice(root.length)) ??
    [];
  if (system === undefined || emitter === undefined || Number(digits) === 0) return undefined;
  if (!Identifier.safeParse(emitter).success) return undefined;
  return { system, day: `${year}-${month}-${date}`, emitter, sequence: Number(digits) };
}

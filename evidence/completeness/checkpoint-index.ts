import { checkpointPlaceOf, type Checkpoint } from "./checkpoint";
import type { Report } from "./findings";
import { judgeCheckpoint, type Whose } from "./judge-checkpoint";
import type { StoredCheckpoint } from "./read-checkpoints";
import type { KeyRing } from "../records/key-ring";

/** Checkpoints by emitter, each judged as it is added. Without a key ring none is judged, and none is sound. */
export class CheckpointIndex {
  readonly #named = new Set<string>();
  readonly #sound = new Map<string, Checkpoint[]>();
  #stored = 0;
  #unsound = 0;

  constructor(
    private readonly whose: Whose,
    readonly ring: KeyRing | undefined,
    private readonly report: Report,
  ) {}

  add(stored: StoredCheckpoint): void {
    this.#stored += 1;
    this.#named.add(checkpointPlaceOf(stored.key)?.emitter ?? "");
    if (this.ring === undefined) return;
    const judged = judgeCheckpoint(stored, this.whose, this.ring);
    if ("sound" in judged) {
      const { sound } = judged;
      const others = this.#sound.get(sound.emitter);
      if (others === undefined) this.#sound.set(sound.emitter, [sound]);
      else others.push(sound);
    } else {
      this.#unsound += 1;
      this.report({ ...judged.fault, key: stored.key, version_id: stored.version_id });
    }
  }

  /** How many were added, sound or not. */
  get stored(): number {
    return this.#stored;
  }

  /** How many were judged, and may not be relied on. */
  get unsound(): number {
    return this.#unsound;
  }

  /** Whether any object is named as a checkpoint of this emitter. */
  names(emitter: string): boolean {
    return this.#named.has(emitter);
  }

  /** Checkpoints that may be relied on, in order of their numbers if they were added so. */
  of(emitter: string): readonly Checkpoint[] {
    return this.#sound.get(emitter) ?? [];
  }

  /** Emitters with a checkpoint that may be relied on. */
  emitters(): Iterable<string> {
    return this.#sound.keys();
  }
}

import type { ObjectVersion } from "../../../evidence/archive";
import { UnreadableObject } from "../../../evidence/archive";
import type { RestoreClass } from "../../../evidence/cost";
import type { ColdStorage } from "../../../evidence/restore/cold-storage";
import type { ColdVersion } from "../../../evidence/restore/cold-versions";
import type { RestoreState } from "../../../evidence/restore/state";

/** A version in a cold class. */
export function cold(n: number, storageClass: RestoreClass = "DEEP_ARCHIVE", bytes = 1_000): ColdVersion {
  const version: ObjectVersion = {
    key: `art12/dt=20261124/hour=10/archive_1000${String(n).padStart(2, "0")}.0000.a.json.gz`,
    versionId: `v${n}`,
    bytes,
    writtenAt: "2026-11-24T10:15:00.000Z",
    deleteMarker: false,
  };
  return { ...version, storageClass };
}

export const UNTIL = "2026-12-09T00:00:00.000Z";

/** Cold versions whose states the test sets; what is asked for is under way from then on. */
export class FakeStorage implements ColdStorage {
  readonly asked: string[] = [];
  readonly looked: string[] = [];
  #states = new Map<string, RestoreState | UnreadableObject>();
  #running = 0;
  most = 0;

  set(version: ColdVersion, state: RestoreState | "gone"): this {
    const gone = new UnreadableObject(version.key, version.versionId, "it was listed, but is not there");
    this.#states.set(version.versionId, state === "gone" ? gone : state);
    return this;
  }

  async look({ versionId }: ColdVersion): Promise<RestoreState> {
    this.looked.push(versionId);
    return this.#one(versionId);
  }

  async ask({ versionId }: ColdVersion): Promise<"asked" | "under-way" | "restored"> {
    this.asked.push(versionId);
    const state = await this.#one(versionId);
    if (state.is !== "archived") return state.is;
    this.#states.set(versionId, { is: "under-way" });
    return "asked";
  }

  async #one(versionId: string): Promise<RestoreState> {
    this.most = Math.max(this.most, ++this.#running);
    await new Promise((resolve) => setImmediate(resolve));
    this.#running -= 1;
    const state = this.#states.get(versionId) ?? { is: "archived" as const };
    if (state instanceof UnreadableObject) throw state;
    return state;
  }
}

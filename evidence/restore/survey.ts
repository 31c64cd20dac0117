import { readAhead, UnreadableObject } from "../archive";
import type { RestoreClass } from "../cost";
import { AT_ONCE, type ColdStorage } from "./cold-storage";
import type { ColdVersion } from "./cold-versions";

/** Objects and bytes. */
export interface Amount {
  objects: number;
  bytes: number;
}

/** Where the cold versions of one class stand. */
export interface ClassSurvey {
  readonly storageClass: RestoreClass;
  readonly archived: Amount;
  readonly underWay: Amount;
  readonly restored: Amount;
  /** When the first restored copy ends, RFC 3339 in UTC. */
  restoredUntil?: string;
}

/** Where cold versions stand. */
export interface ColdSurvey {
  readonly classes: readonly ClassSurvey[];
  /** Those for which a restore is yet to be asked. */
  readonly archived: readonly ColdVersion[];
  readonly underWay: readonly ColdVersion[];
  /** Those that could not be asked about, and why. */
  readonly unknown: readonly RestoreUnknown[];
  /** Every cold version has a copy that can be read now. */
  readonly readable: boolean;
}

/** A version whose state S3 did not tell. */
export interface RestoreUnknown {
  readonly key: string;
  readonly version_id: string;
  readonly reason: string;
}

/** Takes how many of all have been dealt with. */
export type OnVersion = (done: number, total: number) => void;

/** Asks S3 about each cold version. Throws UserError for a fault of the environment. */
export async function surveyCold(
  versions: readonly ColdVersion[],
  storage: ColdStorage,
  onVersion: OnVersion = () => undefined,
): Promise<ColdSurvey> {
  const classes = new Map<RestoreClass, ClassSurvey>();
  const [archived, underWay]: [ColdVersion[], ColdVersion[]] = [[], []];
  const unknown: RestoreUnknown[] = [];
  let done = 0;
  for await (const { version, state } of readAhead(versions, AT_ONCE, (one) => look(one, storage))) {
    onVersion(++done, versions.length);
    if (state instanceof UnreadableObject) {
      unknown.push({ key: version.key, version_id: version.versionId, reason: state.reason });
      continue;
    }
    const survey = classes.get(version.storageClass) ?? emptySurvey(version.storageClass);
    classes.set(version.storageClass, survey);
    if (state.is === "archived") archived.push(version);
    if (state.is === "under-way") underWay.push(version);
    if (state.is === "restored" && !(survey.restoredUntil! <= state.until))
      survey.restoredUntil = state.until;
    const amount =
      survey[({ archived: "archived", "under-way": "underWay", restored: "restored" } as const)[state.is]];
    amount.objects += 1;
    amount.bytes += version.bytes;
  }
  const readable = archived.length + underWay.length + unknown.length === 0;
  return { classes: ordered(classes), archived, underWay, unknown, readable };
}

async function look(version: ColdVersion, storage: ColdStorage) {
  const state = await storage.look(version).catch((error: unknown) => {
    if (error instanceof UnreadableObject) return error;
    throw error;
  });
  return { version, state };
}

function emptySurvey(storageClass: RestoreClass): ClassSurvey {
  const nothing = () => ({ objects: 0, bytes: 0 });
  return { storageClass, archived: nothing(), underWay: nothing(), restored: nothing() };
}

/** By name: the order in which S3 answers means nothing. */
function ordered(classes: ReadonlyMap<RestoreClass, ClassSurvey>): ClassSurvey[] {
  return [...classes.values()].sort((a, b) => (a.storageClass < b.storageClass ? -1 : 1));
}

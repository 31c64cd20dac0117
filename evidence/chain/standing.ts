import { changeOf, type Change } from "../decisions/change";
import { groupBy } from "../../configs";
import { UserError } from "../../errors";
import { recordedProduction, type RecordedPlace } from "../decisions/recorded-production";
import {
  NoArtifactManifest,
  NoPromotionEvidence,
  readArtifactManifest,
  readPromotionEvidence,
  type DocumentStore,
  type KeptArtifacts,
  type PromotionEvidence,
} from "../documentation";
import type { Decision, GateBook, Snapshot } from "../decisions/gate-book";

/** Clocks of applications and of the gate may differ by this much, in milliseconds. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;

/** A document of the vault, or what is wrong with it. */
export type Kept<Content> =
  | { readonly is: "read"; readonly sha256: string; readonly content: Content }
  | { readonly is: "missing" | "broken" | "cannot-tell"; readonly because: string };

/** Whether a version was in production, by the records. */
export type Production =
  | { readonly is: "in"; readonly door: string }
  /** Let in by a sound record, and not in production at the time that is asked about. */
  | { readonly is: "out" | "near"; readonly because: string }
  | { readonly is: "never" | "doubtful"; readonly because: string };

/** How a version stood before the gate's records at the time of its log entries. */
export interface Standing {
  readonly production: Production;
  /** The decision that let it in: at that time, else the last there is; one that nothing speaks for where no other is. */
  readonly decision?: Decision;
  readonly snapshot?: Snapshot;
  readonly evidence: Kept<PromotionEvidence>;
  readonly artifacts: Kept<KeptArtifacts>;
}

/** When log entries of a version were written; the same time twice for one. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/** Works out from the records how a version stood, and reads what its promotion kept. */
export async function standingOf(
  book: GateBook,
  { name, version }: { readonly name: string; readonly version: string },
  span: Span | undefined,
  documents: Pick<DocumentStore, "read">,
): Promise<Standing> {
  const own = book.decisions.filter(({ details }) => details.model.name === name);
  const sound = own.filter(({ against }) => against.length === 0);
  const { production, decision } = productionOf(book, own, sound, version, span);
  const snapshot = decision && snapshotOf(book, decision);
  const unread = unreadOf(decision, snapshot);
  return {
    production,
    ...(decision && { decision }),
    ...(snapshot && { snapshot }),
    evidence:
      unread ??
      (await kept(snapshot!.details.evidence.sha256, (sha256) => readPromotionEvidence(documents, sha256))),
    artifacts:
      unread ??
      (await kept(snapshot!.details.manifest.sha256, (sha256) => readArtifactManifest(documents, sha256))),
  };
}

/** Why a snapshot's documents are not read: they are evidence only where its record and the decision's can be relied on. */
function unreadOf(
  decision: Decision | undefined,
  snapshot: Snapshot | undefined,
): Exclude<Kept<never>, { is: "read" }> | undefined {
  if (snapshot === undefined) return { is: "missing", because: "no snapshot of a promotion names it" };
  const doubtful = [decision, snapshot].find((one) => one !== undefined && one.against.length > 0);
  return doubtful && { is: "cannot-tell", because: `the record ${doubtful.record} cannot be relied on` };
}

const LETS_IN: ReadonlySet<string> = new Set(["promote", "roll-back", "break-glass"]);

function productionOf(
  book: GateBook,
  own: readonly Decision[],
  sound: readonly Decision[],
  version: string,
  span: Span | undefined,
): { production: Production; decision?: Decision | undefined } {
  const letsIn = ({ details }: Decision) => LETS_IN.has(details.act) && details.model.version === version;
  const last = sound.findLast(letsIn);
  if (last === undefined) {
    const doubtful = own.findLast(letsIn);
    if (doubtful !== undefined) {
      const because = `the record that lets it in, ${doubtful.record}, cannot be relied on`;
      return { production: { is: "doubtful", because }, decision: doubtful };
    }
    const [doubt] = book.doubts;
    if (doubt !== undefined) {
      const because = `no record lets it in that can be relied on, and what ${doubt.key} says is not known (${doubt.reason})`;
      return { production: { is: "doubtful", because } };
    }
    const because = book.kept
      ? "no record of the gate lets it into production"
      : "there are no records of a gate at all";
    return { production: { is: "never", because } };
  }
  if (span === undefined) {
    const ever = placesAt(sound, undefined, version)[0] ?? everPlace(sound, version);
    return ever === undefined
      ? {
          production: { is: "never", because: `the change of ${last.record} was not carried out` },
          decision: last,
        }
      : { production: { is: "in", door: doorOf(ever) }, decision: ever.by.decision };
  }
  for (const at of [span.first, span.last]) {
    const [place] = placesAt(sound, at, version);
    if (place !== undefined) continue;
    const near = [-CLOCKS_DIFFER_MS, CLOCKS_DIFFER_MS].some(
      (shift) => placesAt(sound, new Date(Date.parse(at) + shift).toISOString(), version).length > 0,
    );
    const because = `by the records it was not in production at ${at}: ${timesOf(sound, version)}`;
    return { production: { is: near ? "near" : "out", because }, decision: last };
  }
  const [place] = placesAt(sound, span.last, version);
  return { production: { is: "in", door: doorOf(place!) }, decision: place!.by.decision };
}

/** Corrections say what became of a decision, however late they come. */
const CORRECTS: ReadonlySet<string> = new Set(["not-carried-out", "carried-out-late"]);

function placesAt(
  sound: readonly Decision[],
  at: string | undefined,
  version: string,
): readonly RecordedPlace<Change>[] {
  const until = sound.filter((one) => at === undefined || one.at <= at || CORRECTS.has(one.details.act));
  return recordedProduction(until.map(changeOf)).filter((place) => place.version === version);
}

/** Where the version was last, though it is not there any more. */
function everPlace(sound: readonly Decision[], version: string): RecordedPlace<Change> | undefined {
  return sound
    .toReversed()
    .filter(({ details }) => LETS_IN.has(details.act) && details.model.version === version)
    .flatMap(({ at }) => placesAt(sound, at, version))[0];
}

const doorOf = ({ door }: RecordedPlace<Change>): string => `${door.kind} ${door.name}`;

/** When the version entered and left, in words. */
function timesOf(sound: readonly Decision[], version: string): string {
  let inside = false;
  const said: string[] = [];
  for (const { at, record } of sound) {
    const now = placesAt(sound, at, version).length > 0;
    if (now !== inside) said.push(`${now ? "in" : "out"} at ${at} (${record})`);
    inside = now;
  }
  return said.join(", ") || "it never was";
}

/**
 * Says by which decision a version was in production at a time: the key of its record; `near` and `out` where it was not.
 * Entries that differ in it are not alike, whatever else they have in common.
 */
export function letInBy({ decisions }: Pick<GateBook, "decisions">): LetIn {
  const sound = groupBy(
    decisions.filter(({ against }) => against.length === 0),
    ({ details }) => details.model.name,
  );
  const known = new Map<string, string | undefined>();
  const decidedAt = (name: string, version: string, time: string): string | undefined => {
    const own = sound.get(name) ?? [];
    // Between two decisions nothing changes: of each stretch it is worked out once.
    const key = JSON.stringify([name, version, own.filter(({ at }) => at <= time).length]);
    if (!known.has(key)) known.set(key, placesAt(own, time, version)[0]?.by.record);
    return known.get(key);
  };
  return ({ name, version }, time) => {
    const shifted = (shift: number) => new Date(Date.parse(time) + shift).toISOString();
    const near = () =>
      [-CLOCKS_DIFFER_MS, CLOCKS_DIFFER_MS].some((by) => decidedAt(name, version, shifted(by)) !== undefined);
    return decidedAt(name, version, time) ?? (near() ? "near" : "out");
  };
}

export type LetIn = (model: { readonly name: string; readonly version: string }, time: string) => string;

/** The sound snapshot of a decision; else one that something speaks against. */
function snapshotOf({ snapshots }: GateBook, { details: { id } }: Decision): Snapshot | undefined {
  const own = snapshots.filter(({ details }) => details.intent === id);
  return own.findLast(({ against }) => against.length === 0) ?? own.at(-1);
}

async function kept<Content>(
  sha256: string,
  read: (sha256: string) => Promise<Content | undefined>,
): Promise<Kept<Content>> {
  try {
    const content = await read(sha256);
    return content === undefined
      ? { is: "missing", because: `the document documentation/sha256/${sha256} is not there` }
      : { is: "read", sha256, content };
  } catch (error) {
    if (error instanceof NoPromotionEvidence || error instanceof NoArtifactManifest)
      return { is: "broken", because: `documentation/sha256/${sha256} is something else: ${error.message}` };
    if (error instanceof UserError && error.code === "document-changed")
      return { is: "broken", because: `documentation/sha256/${sha256} was changed: ${error.headline}` };
    throw error;
  }
}

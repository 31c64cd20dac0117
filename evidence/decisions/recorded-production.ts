/** A door into production: the classic stage, or an alias that the system protects. */
interface Door {
  readonly kind: "stage" | "alias";
  readonly name: string;
}

/** What of a decision moves versions in and out of production. */
export interface DecidedChange {
  readonly act: string;
  readonly door?: Door | undefined;
  readonly subject: { readonly version?: string | undefined };
  /** Versions that leave by the same change. */
  readonly displaces?: readonly string[] | undefined;
  /** Key of its record. */
  readonly record: string;
  /** Key of the record that a later one is about. */
  readonly about?: string | undefined;
}

/** A version in production, as the records have it. */
export interface RecordedPlace<Decision extends DecidedChange> {
  readonly door: Door;
  readonly version: string;
  /** The decision that let it in. */
  readonly by: Decision;
}

/**
 * Which versions of a registered model are in production, and through which doors, if one believes the records alone.
 * A decision that was not carried out changes nothing, unless a later record says that it was after all.
 *
 * @param decided everything decided on the model, oldest first
 */
export function recordedProduction<Decision extends DecidedChange>(
  decided: readonly Decision[],
): readonly RecordedPlace<Decision>[] {
  const undone = notCarriedOut(decided);
  let places: readonly RecordedPlace<Decision>[] = [];
  for (const decision of decided) {
    const { act, door, subject, displaces = [], record } = decision;
    const { version } = subject;
    if (door === undefined || version === undefined || undone.has(record)) continue;
    const enters = act === "promote" || act === "roll-back" || act === "break-glass";
    if (!enters && act !== "withdraw") continue;
    const stays = places.filter(
      (place) =>
        !isSame(place.door, door) || (door.kind === "stage" && !leaves(place.version, version, displaces)),
    );
    places = enters ? [...stays, { door, version, by: decision }] : stays;
  }
  return places;
}

/** Keys of records whose change MLflow did not make. */
function notCarriedOut(decided: readonly DecidedChange[]): ReadonlySet<string> {
  const undone = new Set<string>();
  for (const { act, about } of decided) {
    if (about === undefined) continue;
    if (act === "not-carried-out") undone.add(about);
    if (act === "carried-out-late") undone.delete(about);
  }
  return undone;
}

/** Several versions can be at the stage; an alias stands for one. */
const leaves = (standing: string, moved: string, displaces: readonly string[]): boolean =>
  standing === moved || displaces.includes(standing);

const isSame = (one: Door, other: Door): boolean => one.kind === other.kind && one.name === other.name;

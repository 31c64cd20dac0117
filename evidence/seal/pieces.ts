import { daysBetween, type ArchiveSource } from "../archive";
import { lookAtDay, type DayLook, type SealedBefore } from "./look";

/** Objects taken at once, so that a full seal can be closed in the middle of a day. */
const PIECE = 20;

/** Looks at days one after the other, and gives what no seal lists in pieces; nothing for a day without news. */
export async function* piecesOf(
  archive: { readonly source: ArchiveSource; readonly path: string },
  { from, to }: { readonly from: string; readonly to: string },
  before: SealedBefore,
  onDay: (day: string) => void,
): AsyncGenerator<DayLook, undefined> {
  for (const day of daysBetween(from, to)) {
    onDay(day);
    const look = await lookAtDay(archive, day, before);
    if (Object.values(look).some((list) => list.length > 0)) yield* cut(look);
  }
}

function* cut({ fresh, later, deleteMarkers, gone }: DayLook): Generator<DayLook> {
  const laidOver = new Set(later);
  for (let at = 0; at === 0 || at < fresh.length; at += PIECE) {
    const some = fresh.slice(at, at + PIECE);
    const first = at === 0;
    yield {
      fresh: some,
      later: some.filter((version) => laidOver.has(version)),
      deleteMarkers: first ? deleteMarkers : [],
      gone: first ? gone : [],
    };
  }
}

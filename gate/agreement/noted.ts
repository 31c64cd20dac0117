import type { Details } from "../../evidence/records";
import { notedAgainst, type Known, type Notes as NotesOf } from "../../evidence/watching";
import { identityOf, type Disagreement } from "./disagreement";
import { worded } from "./worded";

type RecordedFinding = Details<"registry-check">["findings"][number];
type Worded = ReturnType<typeof worded>;

/** A disagreement with what is known of it from the check before. */
export type Noted = Worded & Known;
export type Notes = NotesOf<Worded, RecordedFinding>;

/**
 * Holds what is found now against what was found before: new, changed, standing, gone.
 * @param at when the look began, ISO 8601
 */
export function noted(
  disagreements: readonly Disagreement[],
  before: Pick<Details<"registry-check">, "findings"> | undefined,
  at: string,
): Notes {
  return notedAgainst(disagreements.map(worded), before?.findings ?? [], at, {
    identityOf: (one) => identityOf(one as Disagreement),
    saidOf: ({ found, record, things, thingsLeftOut }) =>
      JSON.stringify([found, record, things, thingsLeftOut]),
  });
}

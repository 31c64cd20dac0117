import { counted } from "./words";

/** A line, written only where there is room for it. */
export type Row = () => string;

/** A part of a report that may lose rows, but never the count of them. */
export interface Section {
  /** Among parts that compete for room, the lowest keeps its rows longest. */
  readonly rank: number;
  /** Heading and whatever begins its rows. */
  readonly open: string;
  readonly rows: readonly Row[];
  readonly close: string;
  /** What is said of rows left out, from an index on; never longer for a later index. */
  readonly leftOut: (from: number) => string;
}

/** Where everything is that a comment has no room for. */
export const WHOLE = "the JSON of this review (`--json`) has all of it";

/** Rows below a title, which is our own text. */
export function list(rank: number, title: string, rows: readonly Row[], what: string): Section {
  return { rank, open: `${title}\n\n`, rows, close: "", leftOut: leavingOut(rows, what) };
}

/** What is said of rows that are counted one by one. */
export const leavingOut =
  (rows: readonly unknown[], what: string) =>
  (from: number): string =>
    `${counted(rows.length - from, `more ${what}`)} left out here: ${WHOLE}.`;

/** Beginning and end of a part that opens on a click. The title is our own text: nothing in it is escaped. */
export const details = (title: string) => ({
  open: `<details><summary>${title}</summary>\n\n`,
  close: "\n\n</details>",
});

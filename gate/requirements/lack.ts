/** Something a version lacks on its way into production. */
export interface Lack {
  /** Kebab-case id of the requirement: a promise, in records and documents. */
  readonly requirement: string;
  /** Duties it serves, as `regulation/` spells them. */
  readonly duties: readonly string[];
  /** What is missing or wrong, with the value found. One sentence. */
  readonly what: string;
  /** How to supply it. One sentence, with code where that is shorter. */
  readonly fix: string;
}

/** Something in a vault that is not as it was written. */
export interface VaultFinding {
  /** Which of the checks found it. */
  readonly part: "records" | "seals" | "documents" | "copies";
  /** Stable name, kebab case, of that check's own list. */
  readonly code: string;
  /** Object key, day, or what it is about. */
  readonly where: string;
  readonly reason: string;
}

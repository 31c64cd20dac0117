import type { RiskRegisterAlert } from "./alert";

/** An entry of the register as it is now. */
export interface RegisterEntry {
  /** Its key or id. */
  readonly entry: string;
  /** Where people see it. */
  readonly link: string;
  /** Whether a person, or an earlier recovery, closed it. */
  readonly closed: boolean;
}

/** A risk register in which entries are kept. Its methods throw AtlassianError. */
export interface Register {
  readonly kind: "jira" | "confluence";
  /** Milliseconds within which `find` shows an entry that was opened. */
  readonly shownWithinMs: number;
  /** The oldest entry with this label. */
  find(label: string, alert: RiskRegisterAlert): Promise<RegisterEntry | undefined>;
  /** Opens one, and asks only once. Its first text is that of the alert. */
  open(label: string, alert: RiskRegisterAlert): Promise<RegisterEntry>;
  /** The entry itself, at once as it is; nothing where it is not there any more. */
  look(entry: string, alert: RiskRegisterAlert): Promise<RegisterEntry | undefined>;
  /** Whether the entry tells of this alert already. */
  tellsOf(entry: string, alert: RiskRegisterAlert): Promise<boolean>;
  /** Adds what happened. What people wrote stays as it is. */
  add(entry: string, alert: RiskRegisterAlert): Promise<void>;
  /** Closes the entry after a recovery, where that is wanted and can be done. @returns whether it did */
  close(entry: string): Promise<boolean>;
}

/** The day on which everything in this room was read. */
export const DATE_READ = "2026-11-24";

/** Where a fact stands, and how it came here. */
export interface Source {
  /** The provision in its instrument, as a lawyer would cite it. */
  readonly citation: string;
  /** Who was read in place of the Official Journal itself. */
  readonly quotedFrom?: string;
  /** ISO date. */
  readonly dateRead: string;
}

/** A text that was amended: what is stated here was quoted by others and has to be read again. */
export interface Amendment {
  readonly mark: "[Q]";
  /** What the amendment changed. */
  readonly change: string;
  readonly note: string;
}

/**
 * How a fact stands to this product.
 * - `required`: the law demands it, and the product refuses what falls short.
 * - `policy default`: the product's own choice; the law does not ask for it.
 * - `supports`: the product gives material for the duty; the duty itself is wider.
 * - `not covered`: the product does nothing for it.
 */
export type Status = "required" | "policy default" | "supports" | "not covered";

/** Whose duty it is; `authority` and `none` for provisions that bind nobody who uses this product. */
export type DutyOf = "provider" | "deployer" | "provider and deployer" | "authority" | "none";

/** The parts of the Act between which dates of application differ. */
export type PartOfTheAct =
  | "Chapter I"
  | "Chapter III, Sections 1 to 3"
  | "Chapter III, Section 5"
  | "Chapter V"
  | "Chapter IX"
  | "Chapter XIII";

/** What a provision of Regulation (EU) 2024/1689 says. */
export interface ProvisionText {
  /** Such as `Art12(1)`, `AnnexIV`; a promise: never reused for another text. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences in our own words; the law's text prevails. */
  readonly summary: string;
  readonly dutyOf: DutyOf;
  /** Where it stands in the Act, which decides from when it applies. */
  readonly part: PartOfTheAct;
  readonly source: Source;
  readonly amended?: Amendment;
}

/** A provision together with what the product does for it. */
export interface Provision extends ProvisionText {
  readonly status: Status;
}

const CONSOLIDATED =
  "public copies and quotations of the text as consolidated on 27 July 2026 (CELEX 02024R1689-20260727)";

/** Cites a provision of the AI Act, in the wording of 27 July 2026. */
export function aiAct(place: string): Source {
  return { citation: `Regulation (EU) 2024/1689, ${place}`, quotedFrom: CONSOLIDATED, dateRead: DATE_READ };
}

/** Cites anything else that was read on {@link DATE_READ}. */
export function readIn(citation: string, quotedFrom?: string): Source {
  return { citation, ...(quotedFrom === undefined ? {} : { quotedFrom }), dateRead: DATE_READ };
}

/** Marks what Regulation (EU) 2026/1744 changed. */
export function amended(change: string): Amendment {
  return {
    mark: "[Q]",
    change,
    note:
      "Text of Regulation (EU) 2026/1744 (OJ L, 2026/1744, 24.7.2026) as quoted by public sources: " +
      "the customer's counsel must re-read it in the Official Journal.",
  };
}

import { PROVISION_TEXTS } from "./articles/all";
import type { ProvisionId } from "./articles/all";
import { aiAct, amended } from "./provision";
import type { Amendment, PartOfTheAct, Source } from "./provision";

/** Which annex makes the system a high-risk one: Art 6(2) with Annex III, or Art 6(1) with Annex I. */
export type ClassOfSystem = "annex-iii" | "annex-i";

export interface ApplicationDate {
  /** A part of the Act, or one provision (by its id) that differs from its part. */
  readonly applies: { readonly part: PartOfTheAct } | { readonly provision: ProvisionId };
  readonly classOfSystem: ClassOfSystem | "any";
  /** ISO date of the first day of application. */
  readonly date: string;
  readonly source: Source;
  readonly amended?: Amendment;
}

const ART_113 = aiAct("Article 113");
const DEFERRED = amended("Article 113, third paragraph, point (c): high-risk rules deferred.");

/** From when what applies. The only place in the product where these dates are written. */
export const APPLICATION_DATES: readonly ApplicationDate[] = [
  {
    applies: { part: "Chapter III, Sections 1 to 3" },
    classOfSystem: "annex-iii",
    date: "2027-12-02",
    source: ART_113,
    amended: DEFERRED,
  },
  {
    applies: { part: "Chapter III, Sections 1 to 3" },
    classOfSystem: "annex-i",
    date: "2028-08-02",
    source: ART_113,
    amended: DEFERRED,
  },
  { applies: { part: "Chapter I" }, classOfSystem: "any", date: "2025-02-02", source: ART_113 },
  {
    applies: { provision: "Art4a" },
    classOfSystem: "any",
    date: "2026-07-27",
    source: aiAct("Article 4a"),
    amended: amended("Article 4a inserted; in force since 27 July 2026."),
  },
  { applies: { part: "Chapter III, Section 5" }, classOfSystem: "any", date: "2026-08-02", source: ART_113 },
  { applies: { part: "Chapter V" }, classOfSystem: "any", date: "2025-08-02", source: ART_113 },
  { applies: { part: "Chapter IX" }, classOfSystem: "any", date: "2026-08-02", source: ART_113 },
  { applies: { provision: "Art78" }, classOfSystem: "any", date: "2025-08-02", source: ART_113 },
  { applies: { part: "Chapter XIII" }, classOfSystem: "any", date: "2026-08-02", source: ART_113 },
];

/** Systems that were there before the date of their class: see the provision; those of public authorities have a last day. */
export const LEGACY_SYSTEMS = {
  provision: "Art111(2)" satisfies ProvisionId,
  publicAuthoritiesBy: "2030-08-02",
  source: aiAct("Article 111(2)"),
} as const;

/**
 * The first day on which a provision applies to a class of system. Provisions of other parts than Chapter III,
 * Sections 1 to 3, apply earlier, but speak of high-risk systems, which those Sections define: what they mean before
 * the later date is a question for counsel.
 */
export function applicationDate(provision: ProvisionId, classOfSystem: ClassOfSystem): ApplicationDate {
  const part = PROVISION_TEXTS.find(({ id }) => id === provision)?.part;
  const rows = APPLICATION_DATES.filter(
    (row) => row.classOfSystem === "any" || row.classOfSystem === classOfSystem,
  );
  const row =
    rows.find(({ applies }) => "provision" in applies && applies.provision === provision) ??
    rows.find(({ applies }) => "part" in applies && applies.part === part);
  if (!row) throw new Error(`no date of application for ${provision}`);
  return row;
}

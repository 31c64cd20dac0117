import { aiAct, readIn } from "./provision";
import type { Source } from "./provision";
import { RegulationReferenceError } from "./reference-error";

export interface AnnexIvSection {
  /** Reference in the final numbering, such as `annex-iv:9` or `annex-iv:2(g)`. */
  readonly ref: string;
  readonly title: string;
  readonly source: Source;
}

const section = (number: string, title: string): AnnexIvSection => ({
  ref: `annex-iv:${number}`,
  title,
  source: aiAct(`Annex IV, point ${number}`),
});

/** Annex IV in its final numbering: nine points, of the second also its sub-points. */
export const ANNEX_IV: readonly AnnexIvSection[] = [
  section("1", "General description of the AI system"),
  section("2", "Elements of the AI system and process of its development"),
  section("2(a)", "Methods and steps of development, pre-trained systems and tools of third parties"),
  section("2(b)", "Design specifications, key design choices and trade-offs"),
  section("2(c)", "System architecture and computational resources"),
  section("2(d)", "Data requirements: data sets, provenance, selection, labelling, cleaning"),
  section("2(e)", "Assessment of the human oversight measures needed (Article 14)"),
  section("2(f)", "Pre-determined changes"),
  section("2(g)", "Validation and testing: data, metrics, test logs, test reports dated and signed"),
  section("2(h)", "Cybersecurity measures"),
  section("3", "Monitoring, functioning and control"),
  section("4", "Appropriateness of the performance metrics"),
  section("5", "Risk management system (Article 9)"),
  section("6", "Relevant changes through the lifecycle"),
  section("7", "Harmonised standards applied, or the solutions in their place"),
  section("8", "Copy of the EU declaration of conformity (Article 47)"),
  section("9", "Post-market monitoring system and plan (Article 72)"),
];

export interface AnnexIvAlias {
  readonly alias: string;
  readonly ref: string;
  readonly source: Source;
}

const PROPOSAL = readIn(
  "Proposal COM(2021) 206, Annex IV",
  "texts that use its numbers; the proposal was not re-read",
);

/**
 * Numbers of the 2021 proposal that are still in circulation, accepted with their prefix only. They mean something else
 * in the final text.
 */
export const ANNEX_IV_ALIASES: readonly AnnexIvAlias[] = [
  { alias: "2021-proposal:5", ref: "annex-iv:6", source: PROPOSAL },
  { alias: "2021-proposal:7", ref: "annex-iv:9", source: PROPOSAL },
];

/**
 * The section that a reference names: `annex-iv:9`, `annex-iv:2(g)` or an alias such as `2021-proposal:7`.
 * @throws RegulationReferenceError for a bare number, which would mean different sections in the two numberings, and
 * for anything unknown
 */
export function annexIvSection(ref: string): AnnexIvSection {
  const final = ANNEX_IV_ALIASES.find(({ alias }) => alias === ref)?.ref ?? ref;
  const found = ANNEX_IV.find((each) => each.ref === final);
  if (found) return found;
  if (ANNEX_IV.some((each) => each.ref === `annex-iv:${ref}`)) {
    throw new RegulationReferenceError(
      ref,
      `write annex-iv:${ref} for the final numbering: a bare number is refused, because the 2021 proposal counted ` +
        `differently (its 5 is now 6), and its numbers are still in use`,
    );
  }
  const aliases = ANNEX_IV_ALIASES.map(({ alias }) => alias).join(" or ");
  throw new RegulationReferenceError(ref, `a section is written annex-iv:1 to annex-iv:9, or ${aliases}`);
}

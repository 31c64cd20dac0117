import { aiAct } from "./provision";
import type { Source } from "./provision";
import { RegulationReferenceError } from "./reference-error";

/** How conformity is assessed, Article 43(1) and (2). */
export type ConformityRoute =
  "internal control (Annex VI)" | "internal control (Annex VI) or notified body (Annex VII)";

export interface AnnexIiiPoint {
  /** Such as `5(b)`; `2` has no sub-points. */
  readonly ref: string;
  readonly area: string;
  readonly use: string;
  readonly conformityRoute: ConformityRoute;
  /** Article 12(3) and Article 14(5) ask more of these systems. */
  readonly isRemoteBiometricIdentification: boolean;
  /** Article 27: every deployer assesses the impact on fundamental rights, not only public bodies. */
  readonly isAssessedByEveryDeployer: boolean;
  readonly source: Source;
}

/** Areas and uses, in our own words. */
const AREAS: Readonly<
  Record<string, { readonly area: string; readonly uses: Readonly<Record<string, string>> }>
> = {
  "1": {
    area: "Biometrics",
    uses: {
      "(a)": "remote biometric identification, except verification that a person is who they claim to be",
      "(b)": "biometric categorisation by sensitive or protected attributes",
      "(c)": "emotion recognition",
    },
  },
  "2": {
    area: "Critical infrastructure",
    uses: { "": "safety components in digital infrastructure, traffic and supply" },
  },
  "3": {
    area: "Education and vocational training",
    uses: {
      "(a)": "access, admission and assignment",
      "(b)": "evaluation of learning outcomes",
      "(c)": "assessment of the level of education a person will receive",
      "(d)": "detection of prohibited behaviour in tests",
    },
  },
  "4": {
    area: "Employment, workers' management and access to self-employment",
    uses: {
      "(a)": "recruitment and selection: advertisements, filtering of applications, evaluation of candidates",
      "(b)": "decisions on terms, promotion and termination, task allocation, monitoring of performance",
    },
  },
  "5": {
    area: "Essential private services, essential public services and benefits",
    uses: {
      "(a)": "eligibility for public assistance benefits and services",
      "(b)": "creditworthiness and credit scores, except detection of financial fraud",
      "(c)": "risk assessment and pricing in life and health insurance",
      "(d)": "emergency calls, dispatch and patient triage",
    },
  },
  "6": {
    area: "Law enforcement",
    uses: {
      "(a)": "risk of becoming a victim",
      "(b)": "polygraphs and similar tools",
      "(c)": "reliability of evidence",
      "(d)": "risk of offending, personality traits and past behaviour",
      "(e)": "profiling in the course of investigations",
    },
  },
  "7": {
    area: "Migration, asylum and border control management",
    uses: {
      "(a)": "polygraphs and similar tools",
      "(b)": "risks posed by persons who enter",
      "(c)": "examination of applications for asylum, visa and residence permits",
      "(d)": "detection and identification of persons, except verification of travel documents",
    },
  },
  "8": {
    area: "Administration of justice and democratic processes",
    uses: {
      "(a)": "assistance to judicial authorities in facts and law",
      "(b)": "influence on elections, referenda or voting behaviour",
    },
  },
};

/** Annex III: what makes a system high-risk under Article 6(2). */
export const ANNEX_III: readonly AnnexIiiPoint[] = Object.entries(AREAS).flatMap(([point, { area, uses }]) =>
  Object.entries(uses).map(([subPoint, use]): AnnexIiiPoint => {
    const ref = `${point}${subPoint}`;
    return {
      ref,
      area,
      use,
      conformityRoute:
        point === "1"
          ? "internal control (Annex VI) or notified body (Annex VII)"
          : "internal control (Annex VI)",
      isRemoteBiometricIdentification: ref === "1(a)",
      isAssessedByEveryDeployer: ref === "5(b)" || ref === "5(c)",
      source: aiAct(`Annex III, point ${ref}`),
    };
  }),
);

/**
 * Reads a point of Annex III, such as `5(b)` or `2`.
 * @throws RegulationReferenceError that lists what there is
 */
export function annexIiiPoint(ref: string): AnnexIiiPoint {
  const found = ANNEX_III.find((each) => each.ref === ref);
  if (found) return found;
  const subPoints = ANNEX_III.filter((each) => each.ref.startsWith(`${ref}(`)).map((each) => each.ref);
  throw new RegulationReferenceError(
    ref,
    subPoints.length > 0
      ? `name the sub-point: ${subPoints.join(", ")}`
      : `a point of Annex III is needed: ${ANNEX_III.map((each) => each.ref).join(", ")}`,
  );
}

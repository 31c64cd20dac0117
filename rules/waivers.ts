import type { Verdict } from "./rule";

/** Somebody's written decision to live with an unmet rule for a while. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** Address of the resource, as the verdict names it. */
  readonly resource: string;
  readonly reason: string;
  readonly approver: string;
  /** Last day it holds, ISO date. */
  readonly expires: string;
}

/** Verdicts with waivers weighed in. */
export interface Weighed {
  /** Unmet, and not waived. */
  readonly unmet: readonly Verdict[];
  /** Never waived: what cannot be told cannot be agreed to. */
  readonly unknown: readonly Verdict[];
  /** Unmet, and waived: to be printed in every report. */
  readonly waived: readonly { readonly verdict: Verdict; readonly waiver: Waiver }[];
  /** Waivers past their day, whether or not their rule is unmet. */
  readonly expired: readonly Waiver[];
  /** Waivers in force that no unmet verdict needs. */
  readonly idle: readonly Waiver[];
}

/** @param today ISO date on which waivers are judged */
export function weigh(verdicts: readonly Verdict[], waivers: readonly Waiver[], today: string): Weighed {
  const inForce = waivers.filter(({ expires }) => expires >= today);
  const unmet = verdicts.filter(({ verdict }) => verdict === "unmet");
  const waived = unmet.flatMap((verdict) => {
    const waiver = inForce.find(
      ({ rule, resource }) => rule === verdict.rule && resource === verdict.address,
    );
    return waiver ? [{ verdict, waiver }] : [];
  });
  const waivedVerdicts = new Set(waived.map(({ verdict }) => verdict));
  const used = new Set(waived.map(({ waiver }) => waiver));
  return {
    unmet: unmet.filter((verdict) => !waivedVerdicts.has(verdict)),
    unknown: verdicts.filter(({ verdict }) => verdict === "unknown"),
    waived,
    expired: waivers.filter((waiver) => !inForce.includes(waiver)),
    idle: inForce.filter((waiver) => !used.has(waiver)),
  };
}

/** A waiver as one line of a report. */
export const waiverLine = ({ rule, resource, reason, approver, expires }: Waiver): string =>
  `${rule} at ${resource}: ${reason} (agreed by ${approver}, until ${expires})`;

import type { Details } from "../../evidence/records";
import { identityOf, type Disagreement } from "./disagreement";
import { worded } from "./worded";

type RecordedFinding = Details<"registry-check">["findings"][number];

/** A disagreement with what is known of it from the check before. */
export interface Noted extends Disagreement {
  readonly thingsLeftOut?: number;
  /** When it was first found, ISO 8601. */
  readonly since: string;
  /** `standing`: it was found before as it is now, and told. */
  readonly is: "new" | "changed" | "standing";
}

export interface Notes {
  readonly findings: readonly Noted[];
  /** What was found before and is no more. */
  readonly recovered: readonly RecordedFinding[];
}

/**
 * Holds what is found now against what was found before: new, changed, standing, gone.
 * @param at when the look began, ISO 8601
 */
export function noted(
  disagreements: readonly Disagreement[],
  before: Pick<Details<"registry-check">, "findings"> | undefined,
  at: string,
): Notes {
  const known = new Map((before?.findings ?? []).map((one) => [identityOf(one as Disagreement), one]));
  const findings = disagreements.map((disagreement): Noted => {
    const one = worded(disagreement);
    const earlier = known.get(identityOf(one));
    if (earlier === undefined || earlier.told !== true)
      return { ...one, since: earlier?.since ?? at, is: "new" };
    return { ...one, since: earlier.since ?? at, is: isSame(one, earlier) ? "standing" : "changed" };
  });
  const found = new Set(findings.map(identityOf));
  return {
    findings,
    recovered: [...known].filter(([identity]) => !found.has(identity)).map(([, one]) => one),
  };
}

function isSame(one: Disagreement & { thingsLeftOut?: number }, earlier: RecordedFinding): boolean {
  const said = ({ found, record, things, thingsLeftOut }: typeof one | RecordedFinding) =>
    JSON.stringify([found, record, things, thingsLeftOut]);
  return said(one) === said(earlier);
}

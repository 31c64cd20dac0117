import { changeOf, type Change } from "../decisions/change";
import { recordedProduction, type RecordedPlace } from "../decisions/recorded-production";
import type { Decision } from "../decisions/gate-book";

/** A stretch of time in which a version was in production, by the records. */
export interface ProductionSpan {
  readonly version: string;
  /** Milliseconds since 1970, by the gate's clock. */
  readonly from: number;
  /** When it left, or the time of broken glass was up; absent while it is in. */
  readonly to?: number;
  /** The decision that let it in. */
  readonly by: Decision;
}

/** Corrections say what became of a decision, however late they come. */
const CORRECTS: ReadonlySet<string> = new Set(["not-carried-out", "carried-out-late"]);

/**
 * When each version of a registered model was in production, through whichever door.
 * @param decided sound decisions on the model, oldest first
 */
export function productionSpans(decided: readonly Decision[]): readonly ProductionSpan[] {
  const changes = decided.map(changeOf);
  const spans: ProductionSpan[] = [];
  let open = new Map<string, ProductionSpan>();
  for (const [index, { decision }] of changes.entries()) {
    const known = changes.filter(({ act }, at) => at <= index || CORRECTS.has(act));
    const at = Date.parse(decision.at);
    const inside = new Map<string, RecordedPlace<Change>>();
    for (const place of recordedProduction(known)) {
      // Through two doors it may have come by two decisions; the first one let it in.
      if (!inside.has(keyOf(place))) inside.set(keyOf(place), place);
    }
    for (const [key, span] of open) if (!inside.has(key)) spans.push(ended(span, at));
    open = new Map(
      [...inside].map(([key, { version, by }]) => [
        key,
        open.get(key) ?? { version, from: at, by: by.decision },
      ]),
    );
  }
  return [...spans, ...[...open.values()].map((span) => ended(span, undefined))];
}

/** Broken glass lets in until a time: what is used after it is used as if it had left. */
function ended(span: ProductionSpan, to: number | undefined): ProductionSpan {
  const { breakGlass } = span.by.details;
  const until = breakGlass === undefined ? Infinity : Math.max(span.from, Date.parse(breakGlass.until));
  const end = Math.min(to ?? Infinity, until);
  return end === Infinity ? span : { ...span, to: end };
}

/** What was let in again by another decision is another stretch: each stands for what its own decision says. */
const keyOf = ({ version, by }: RecordedPlace<Change>): string => JSON.stringify([version, by.record]);

import type { CaseContext, OutputCall, OversightCall } from "./calls";
import { Art12ValidationError } from "./errors";
import type { Source } from "./source";

/**
 * From what a method is given to fields of the event. Shapes are left to the event's schema; here names change,
 * identities become keyed digests, codes are looked up, and what nobody asked for is refused.
 */

export function contextFields(
  { caseId, traceId, ...rest }: CaseContext,
  where: string,
  source: Source,
): object {
  refuseRest(rest, where);
  return { case_ref: caseId === undefined ? undefined : source.caseRef(caseId), trace_id: traceId };
}

export function outputField(call: OutputCall, source: Source): object | undefined {
  if (!call) return call;
  const { decision, reference, confidence, explanationRef, ...rest } = call;
  refuseRest(rest, "output");
  source.vocabulary.check("decisions", decision, "output.decision");
  return withoutUndefined({
    decision,
    reference,
    confidence: typeof confidence === "number" ? Math.round(confidence * 1e4) / 1e4 : confidence,
    explanation_ref: explanationRef,
  });
}

export function oversightField(call: OversightCall, source: Source): object | undefined {
  if (!call) return call;
  const { required, reviewer, override, reason, overriddenEvent, ...rest } = call;
  refuseRest(rest, "oversight");
  source.vocabulary.check("reasons", reason, "oversight.reason");
  return withoutUndefined({
    required,
    reviewer: reviewer === undefined ? undefined : source.pseudonym(reviewer),
    override,
    reason,
    overridden_event: overriddenEvent,
  });
}

/** A Date as text; a text, or a Date that is none, as it is, for the schema to judge. */
export function timeField(time: Date | string): string {
  return time instanceof Date && !Number.isNaN(time.getTime()) ? time.toISOString() : String(time);
}

/** Drops keys without a value: absent is the only spelling of "not given". */
export function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A misspelt field must not be dropped in silence. Its name is repeated only where it looks like a field's. */
function refuseRest(rest: object, where: string): void {
  const [first] = Object.keys(rest);
  if (first === undefined) return;
  throw new Art12ValidationError({
    code: "unknown-field",
    field: /^[A-Za-z]{1,24}$/.test(first) ? `${where}.${first}` : where,
    needed: "is not a field of this call",
    fix: "remove it, or correct its spelling",
  });
}

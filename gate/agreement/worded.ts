import { KEPT_REGISTRY_THINGS } from "../../evidence/records";
import { plain } from "../../evidence/watching";
import type { Disagreement } from "./disagreement";

/**
 * A disagreement as it is printed, recorded and sent. What stands in MLflow is anybody's words: nothing in them may keep a
 * finding from being recorded.
 */
export function worded({ things, ...one }: Disagreement): Disagreement & { readonly thingsLeftOut?: number } {
  const { code, model, version, door, found, record } = one;
  const kept = things?.slice(0, KEPT_REGISTRY_THINGS).map(plain);
  return {
    code,
    model: plain(model),
    ...(version !== undefined && { version: plain(version) }),
    ...(door !== undefined && { door: plain(door) }),
    found: plain(found),
    ...(kept && { things: kept }),
    ...(things &&
      things.length > KEPT_REGISTRY_THINGS && { thingsLeftOut: things.length - KEPT_REGISTRY_THINGS }),
    ...(record !== undefined && { record: plain(record) }),
  };
}

import type { Obligation } from "./obligations/obligation";
import { NOT_COVERED } from "./obligations/not-covered";
import { SERVED } from "./obligations/served";

/** Every obligation in the catalogue: served by a part of the product, or left out for a written reason. */
export const OBLIGATIONS: readonly Obligation[] = [...SERVED, ...NOT_COVERED];

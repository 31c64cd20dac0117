import type { ProvisionId } from "./articles/all";

/** A registered version may wrap a hosted model of another provider. */
export const GENERAL_PURPOSE_MODELS = {
  provision: "ChapterV" satisfies ProvisionId,
  status: "not covered",
  /** To be printed wherever such a model is named. */
  notice: "Chapter V not covered",
  logged: "The event names provider, model and version of the upstream model.",
} as const;

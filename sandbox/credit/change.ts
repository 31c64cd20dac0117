/** A change of the credit system as its team writes it down: in the experiment's name and in tags of the run. */
import type { System } from "../../configs";
import { formatExperimentName, type WhatChanged } from "../../gate/requirements/experiment-name";
import type { TrainingOptions } from "./training";

export interface Change {
  readonly what: WhatChanged;
  /** Part of the experiment's name: words joined by hyphens. */
  readonly why: string;
  /** The same in a sentence. */
  readonly reason: string;
  readonly id: string;
  readonly class: "predetermined" | "substantial";
}

export const FIRST_RELEASE: Change = {
  what: "baseline",
  why: "first-release",
  reason: "First release of the credit model, trained on the German credit data.",
  id: "CHG-1042",
  class: "substantial",
};

export const RETRAINING: Change = {
  what: "retraining",
  why: "regular-schedule",
  reason: "Retrained on schedule on the same data by the same code, as the technical documentation foresees.",
  id: "CHG-1043",
  class: "predetermined",
};

/** Bucket of the embedded AWS that keeps the data sets. */
const DATA_BUCKET = "credit-scoring-data";

/** How a version is trained that is to go to production. @param commit of the training code */
export function trainingFor(system: System, change: Change, commit: string): TrainingOptions {
  const { production, regulatory } = system;
  const [context, assessment, governance] = [
    production?.regulatoryContexts[0],
    production?.riskAssessments.at(-1),
    production?.dataGovernance.at(-1),
  ];
  if (!context || !assessment || !governance) throw new Error(`${system.id} declares nothing for production`);
  return {
    model: system.registeredModel,
    experiment: formatExperimentName({
      ...{ system: system.id, what: change.what, why: change.why, changeId: change.id },
      context,
    }),
    dataBucket: DATA_BUCKET,
    tags: {
      "ai_act.system": system.id,
      "ai_act.intended_purpose": regulatory.intendedPurpose,
      "ai_act.change_reason": change.reason,
      "ai_act.change_class": change.class,
      "ai_act.change_id": change.id,
      "ai_act.risk_assessment": assessment.id,
      "ai_act.data_governance": governance.id,
      "ai_act.code_commit": commit,
      "ai_act.regulatory_context": context,
    },
  };
}

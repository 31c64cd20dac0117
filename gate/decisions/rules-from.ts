import { DEFAULTS } from "../../configs";
import type { PromotionFacts } from "../facts/promotion-facts";
import { principalId, type Principal } from "../principal";
import { explain, type Requirements } from "../requirements";
import { approverFindings } from "../requirements/approver";
import { lacking } from "../requirements/lacking";
import { expectedMetrics, metricsNamed } from "../requirements/metrics";
import type { SystemRequirements } from "../requirements/requirement";
import type { Measured, ModelRules, Rules } from "./rules";

/** The rules that the configs state. */
export function rulesFrom(requirements: Requirements): Rules {
  const byModel = new Map(requirements.systems.map((one) => [one.system.registeredModel, modelRules(one)]));
  return {
    of: (model) => byModel.get(model),
    declared: [...byModel.keys()],
    protectedAliases: (model) => byModel.get(model)?.protectedAliases ?? DEFAULTS.production.protectedAliases,
    explain,
  };
}

function modelRules(requirements: SystemRequirements): ModelRules {
  const { system, thresholds, provenance } = requirements;
  return {
    system: system.id,
    protectedAliases: system.production?.protectedAliases ?? DEFAULTS.production.protectedAliases,
    lacking: (facts, step, at) => lacking(facts, { requirements, step, at }),
    measured: (facts) => measured(requirements, facts),
    mayNotAnswer: (principal, facts) => findings(principal, facts, requirements),
    heldAgainst: () => ({ system, ...(thresholds !== undefined && { thresholds }), provenance }),
  };
}

function measured(requirements: SystemRequirements, { run }: PromotionFacts): readonly Measured[] {
  if (requirements.thresholds === undefined) return [];
  return expectedMetrics({ requirements, step: "promotion", at: new Date(0) }).map(({ name, min, max }) => {
    const value = run === undefined ? undefined : metricsNamed(run, name).at(-1)?.value;
    const needed = [
      ...(min === undefined ? [] : [`at least ${min}`]),
      ...(max === undefined ? [] : [`at most ${max}`]),
    ].join(", ");
    return { metric: name, ...(value !== undefined && { value }), needed };
  });
}

function findings(
  principal: Principal,
  facts: PromotionFacts,
  requirements: SystemRequirements,
): readonly string[] {
  const { name, kind, groups } = principal;
  const approver = { id: principalId(principal), name, kind, groups: [...groups] };
  return approverFindings(approver, facts, requirements).map(({ what }) => what);
}

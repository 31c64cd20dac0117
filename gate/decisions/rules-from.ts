import { DEFAULTS } from "../../configs";
import type { PromotionFacts, RunFacts } from "../facts/promotion-facts";
import { principalId, type Principal } from "../principal";
import { explain, type Requirements } from "../requirements";
import { approverFindings } from "../requirements/approver";
import { parseExperimentName } from "../requirements/experiment-name";
import { lacking, lackingInRun, UNTIL_REGISTERED } from "../requirements/lacking";
import { expectedMetrics, metricsNamed } from "../requirements/metrics";
import { own } from "../requirements/own";
import type { RunEvidence, SystemRequirements } from "../requirements/requirement";
import type { Measured, ModelRules, Rules } from "./rules";

/** The rules that the configs state. */
export function rulesFrom(requirements: Requirements): Rules {
  const byModel = new Map(requirements.systems.map((one) => [one.system.registeredModel, modelRules(one)]));
  const bySystem = new Map(requirements.systems.map((one) => [one.system.id, one]));
  const named = (run: NamedRun): SystemRequirements | undefined =>
    bySystem.get(own(run.tags, "ai_act.system") ?? "") ?? bySystem.get(systemInName(run) ?? "");
  return {
    of: (model) => byModel.get(model),
    ofRun: (run) => byModel.get(named(run)?.system.registeredModel ?? ""),
    lackingInRun: (evidence, at) =>
      lackingInRun(evidence, { requirements: evidence.run && named(evidence.run), at }),
    untilRegistered: UNTIL_REGISTERED.map(({ id: requirement, duties, title, how }) => ({
      requirement,
      duties,
      title,
      how,
    })),
    declared: [...byModel.keys()],
    protectedAliases: (model) => byModel.get(model)?.protectedAliases ?? DEFAULTS.production.protectedAliases,
    explain,
  };
}

type NamedRun = Pick<RunFacts, "tags" | "experimentName">;

function systemInName({ experimentName }: NamedRun): string | undefined {
  const parsed = parseExperimentName(experimentName);
  return "name" in parsed ? parsed.name.system : undefined;
}

function modelRules(requirements: SystemRequirements): ModelRules {
  const { system, thresholds, provenance } = requirements;
  return {
    system: system.id,
    model: system.registeredModel,
    protectedAliases: system.production?.protectedAliases ?? DEFAULTS.production.protectedAliases,
    lacking: (facts, step, at) => lacking(facts, { requirements, step, at }),
    measured: (evidence) => measured(requirements, evidence),
    mayNotAnswer: (principal, facts) => findings(principal, facts, requirements),
    heldAgainst: () => ({ system, ...(thresholds !== undefined && { thresholds }), provenance }),
  };
}

function measured(requirements: SystemRequirements, { run }: Pick<RunEvidence, "run">): readonly Measured[] {
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

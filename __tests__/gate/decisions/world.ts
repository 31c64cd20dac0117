import { createDecisions, type Decisions, type ModelRules, type Rules } from "../../../gate/decisions";
import type { BreakGlassAlert } from "./alerts";
import type { GateRole, Principal } from "../../../gate/principal";
import { principalId } from "../../../gate/principal";
import { Refusal } from "../../../gate/refusal";
import type { Lack } from "../../../gate/requirements/lack";
import { FakeLedger } from "./fake-ledger";
import { FakeMlflow } from "./fake-mlflow";
import { FakeState } from "./fake-state";

export function person(name: string, ...roles: GateRole[]): Principal {
  return {
    issuer: "https://issuer.example",
    subject: `id-of-${name}`,
    name,
    kind: "person",
    roles: new Set(roles),
    groups: new Set(),
    via: "bearer",
  };
}

export const anna = person("anna", "trainer");
export const ben = person("ben", "approver");
export const cora = person("cora", "approver");
export const pipeline: Principal = { ...person("pipeline", "trainer", "service"), kind: "service" };

/** Rules of one system in miniature: a tag, a metric, an approval by somebody else. The real ones have tests of their own. */
const credit = (assessedUntil: () => Date): ModelRules => ({
  system: "credit-scoring",
  model: "credit",
  protectedAliases: ["champion"],
  lacking: ({ run, approval, contributors }, step, at): readonly Lack[] => [
    ...(run?.tags["risk"] === "assessed" ? [] : [lack("risk-assessed", "The run has no tag risk.")]),
    ...(at < assessedUntil() ? [] : [lack("risk-assessed", "The risk assessment has expired.")]),
    ...(run?.metrics.some(({ key, value }) => key === "auc" && Number(value) >= 0.7)
      ? []
      : [lack("thresholds-reached", "Metric auc is below 0.7.")]),
    ...(step === "approval" || approval !== undefined ? [] : [lack("approved", "No approval stands.")]),
    ...(contributors.some(({ principal }) => principal === approval?.approver)
      ? [lack("approved-by-another", `${approval?.approverName} took part.`)]
      : []),
    ...(approval?.modification.class === "substantial" &&
    approval.modification.conformityAssessment === undefined
      ? [lack("modification-assessed", "No conformity assessment is named.")]
      : []),
  ],
  measured: ({ run }) => [
    {
      metric: "auc",
      value: run?.metrics.find(({ key }) => key === "auc")?.value ?? "",
      needed: "at least 0.7",
    },
  ],
  mayNotAnswer: (principal, { contributors }) =>
    contributors.some((one) => one.principal === principalId(principal))
      ? [`${principal.name} took part`]
      : [],
  heldAgainst: () => ({ auc: 0.7 }),
});

const rulesWith = (assessedUntil: () => Date): Rules => ({
  of: (model) => (model === "credit" ? credit(assessedUntil) : undefined),
  ofRun: ({ tags }) => (tags["system"] === "credit-scoring" ? credit(assessedUntil) : undefined),
  lackingInRun: ({ run }) =>
    run?.tags["risk"] === "assessed" ? [] : [lack("risk-assessed", "The run has no tag risk.")],
  untilRegistered: [
    { requirement: "approved", duties: ["Art17(1)"], title: "It is approved", how: "Ask an approver." },
  ],
  declared: ["credit"],
  protectedAliases: () => ["champion"],
  explain: ({ version: { name, version }, door, lacks }) =>
    [
      `version ${version} of ${name} may not ${door === undefined ? "be approved" : `enter ${door.kind} ${door.name}`}:`,
      ...lacks.map(({ requirement, what }) => `[${requirement}] ${what}`),
    ].join("\n"),
});

function lack(requirement: string, what: string): Lack {
  return { requirement, duties: ["Art17(1)"], what, fix: "Supply it." };
}

/** A gate's decisions on an MLflow, a state and a vault in memory, at a time that only the test moves. */
export class World {
  now = new Date("2026-03-01T10:00:00Z");
  /** Until when the system's risk assessment is valid. */
  assessedUntil = new Date("2026-06-01T00:00:00Z");
  readonly rules = rulesWith(() => this.assessedUntil);
  readonly clock = (): Date => this.now;
  readonly mlflow = new FakeMlflow();
  readonly state = new FakeState(this.clock);
  readonly ledger = new FakeLedger(this.clock);
  readonly alerts: BreakGlassAlert[] = [];
  readonly logged: string[] = [];
  readonly decisions: Decisions;

  constructor() {
    const { clock, mlflow: upstream, state, ledger, rules } = this;
    this.decisions = createDecisions({
      ...{ clock, upstream, state, ledger, rules },
      alerts: {
        breakGlass: async (alert) => void this.alerts.push(alert),
        refused: async () => undefined,
      },
      log: (message) => void this.logged.push(message),
    });
  }

  /** Time passes. */
  pass(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * 60_000);
  }

  async approve(version = "1", by = ben): Promise<string> {
    const { key } = await this.decisions.status({ name: "credit", version });
    const { approval } = await this.decisions.approve({
      ...{ principal: by, call: "call", name: "credit", version },
      evidenceSha256: key?.evidenceSha256 ?? "",
      artifactSha256: key?.artifactSha256 ?? "",
      modification: { class: "predetermined", why: "retrained on newer data" },
    });
    return approval?.id ?? "";
  }

  promote(
    version = "1",
    more: Partial<Parameters<Decisions["promote"]>[0]> = {},
  ): ReturnType<Decisions["promote"]> {
    const door = { kind: "stage", name: "Production" } as const;
    return this.decisions.promote({ principal: anna, call: "call", name: "credit", version, door, ...more });
  }
}

/** The refusal that something ends with. */
export async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

/** A point in a flow at which a test may do something before it goes on. */
export function gateway(): {
  readonly reached: Promise<void>;
  readonly open: () => void;
  readonly pass: () => Promise<void>;
} {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    reached,
    open,
    pass: () => {
      arrive();
      return opened;
    },
  };
}

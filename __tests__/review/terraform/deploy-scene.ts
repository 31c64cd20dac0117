import { join } from "node:path";
import {
  appendRecord,
  FolderRecordStore,
  peekRecord,
  readRecords,
  type Details,
  type Role,
} from "../../../evidence/records";
import { applyPlans, planIntoFolder, type PlansReport } from "../../../review/terraform";
import type { ApplyRequest } from "../../../review/terraform/apply/apply";
import { actors, ringWith, type Actor } from "../../evidence/records/actors";
import { temporaryFolder } from "../../temporary";
import { Scene, type FakeStacks } from "./scene";

type Effect = Details<"plan-review">["effect"];

interface ReviewChanges {
  readonly by?: Actor;
  readonly role?: Role;
  readonly at?: Date;
  /** Effect of each stack's plan; neutral unless told. */
  readonly effects?: Readonly<Record<string, Effect>>;
  readonly effect?: Effect;
  readonly plans?: readonly { stack: string; sha256: string; planFile?: string }[];
  readonly withoutPlanFiles?: boolean;
  /** What the record says it is about, where that differs from what its details say. */
  readonly about?: readonly { stack: string; sha256: string }[];
}

/** Planned stacks, a folder of records, and everyone who writes into it. */
export class DeployScene extends Scene {
  readonly records = temporaryFolder();
  report!: PlansReport;

  static async planned(stacks: FakeStacks): Promise<DeployScene> {
    const scene = new DeployScene(stacks);
    await scene.plan();
    return scene;
  }

  async plan(): Promise<void> {
    const { report } = await planIntoFolder({
      patterns: [],
      checkout: temporaryFolder(),
      synthesized: this.synthesized,
      mustBeCurrent: false,
      out: this.out,
      parallel: 2,
      refresh: true,
      skipUnavailable: false,
      env: this.env,
      say: () => undefined,
    });
    this.report = report;
  }

  get store(): FolderRecordStore {
    return new FolderRecordStore(this.records);
  }

  file(name: string): string {
    return join(this.out, name);
  }

  /** SHA-256 of a stack's plan. */
  plan256(stack: string): string {
    return this.report.planned.find((plan) => plan.stack === stack)?.sha256 ?? "";
  }

  /** Writes the record of a review of all plans. */
  async review(changes: ReviewChanges = {}): Promise<string> {
    const { by = actors["ci-review"], at = new Date(), effects = {}, withoutPlanFiles = false } = changes;
    const plans = (changes.plans ?? this.report.planned).map(({ stack, sha256, planFile }) => ({
      stack,
      sha256,
      ...(!withoutPlanFiles && planFile !== undefined && { planFile }),
      effect: effects[stack] ?? "neutral",
    }));
    const worst = (["weakens", "unknown", "strengthens"] as const).find((each) =>
      Object.values(effects).includes(each),
    );
    const { key } = await appendRecord(
      this.store,
      by.signer,
      {
        stream: "ci-review",
        kind: "plan-review",
        role: "ci-review",
        subject: (changes.about ?? plans).map(({ stack, sha256 }) => ({
          name: `plan/${stack}`,
          digest: { sha256 },
        })),
        details: {
          effect: changes.effect ?? worst ?? "neutral",
          weakens: 0,
          unknown: 0,
          strengthens: 0,
          neutral: 0,
          waivers: 0,
          brokenRules: [],
          plans,
          findings: [],
          findingsLeftOut: 0,
        },
      },
      { now: () => at },
    );
    return join(this.records, key);
  }

  /** Writes an approver's decision on a stack's plan. */
  async decide(
    stack: string,
    changes: {
      decision?: "approved" | "refused";
      about?: string;
      by?: Actor;
      sha256?: string;
      at?: Date;
    } = {},
  ): Promise<void> {
    const { decision = "approved", about = "plan", by = actors.approver, at = new Date() } = changes;
    await appendRecord(
      this.store,
      by.signer,
      {
        stream: "approver",
        kind: "approval",
        role: "approver",
        actor: "a.muster",
        subject: [{ name: `plan/${stack}`, digest: { sha256: changes.sha256 ?? this.plan256(stack) } }],
        details: { decision, about, reference: "change 31" },
      },
      { now: () => at },
    );
  }

  apply(more: Partial<ApplyRequest> = {}) {
    return applyPlans({ ...this.#request(), signer: actors["ci-deploy"].signer, ...more });
  }

  dryRun() {
    return applyPlans(this.#request());
  }

  #request(): ApplyRequest {
    const { synthesized, store, env } = this;
    return { paths: [this.out], synthesized, store, ring: ringWith(), maxReviewAgeDays: 7, env };
  }

  /** Writes a deploy record that says that a stack's plan was applied. */
  async claimApplied(stack: string, by: Actor): Promise<void> {
    const planSha256 = this.plan256(stack);
    const at = new Date().toISOString();
    await appendRecord(this.store, by.signer, {
      stream: "ci-deploy",
      kind: "deploy",
      role: "ci-deploy",
      subject: [{ name: `plan/${stack}`, digest: { sha256: planSha256 } }],
      details: {
        stack,
        planSha256,
        reviewSequence: 1,
        reviewSha256: planSha256,
        startedAt: at,
        endedAt: at,
        outcome: "applied",
        added: 1,
        changed: 0,
        destroyed: 0,
        addresses: [],
        addressesLeftOut: 0,
      },
    });
  }

  /** Details of the deploy records, in order. */
  async deploys(): Promise<readonly Details<"deploy">[]> {
    const all: Details<"deploy">[] = [];
    for await (const { bytes } of readRecords(this.store, "ci-deploy")) {
      const peeked = Buffer.isBuffer(bytes) ? peekRecord(bytes) : "";
      if (typeof peeked === "string" || peeked.said.kind !== "deploy") throw new Error("no deploy record");
      all.push(peeked.said.statement.predicate.details);
    }
    return all;
  }
}

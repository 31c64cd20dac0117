import type { ResourceSet } from "../../../rules";
import { texts } from "../../../rules/reading";
import { CannotTell } from "../../../rules/values";
import type { Call } from "./call";
import { CallGroups } from "./call-groups";
import { deploymentOf, type Deployments } from "./deployments";
import type { Detection } from "./detection";
import { EntitledWork } from "./entitled-work";
import { EvidenceResources } from "./evidence-resources";
import { strangerTo } from "./named-by-aws";

/** What calls are held against. */
export interface DetectorInput {
  /** The synthesized stacks of the environment. */
  readonly declared: ResourceSet;
  /** States of the same stacks, for the ids that AWS and Datadog made up. */
  readonly states?: ResourceSet | undefined;
  readonly deployments: Deployments;
}

/**
 * Matches calls, handed in one by one and in any order, with what explains them: a deployment's signed record, or an
 * office that the stacks give to a role. What nothing explains is kept, taken together by who did what.
 */
export class Detector {
  private readonly resources: EvidenceResources;
  private readonly work: EntitledWork;
  private readonly groups = new CallGroups();
  private readonly seen = new Set<string>();
  private readonly counts = {
    onEvidence: 0,
    inDeployments: 0,
    ordinary: 0,
    unmatched: 0,
    attempts: 0,
    unclear: 0,
    repeated: 0,
  };

  constructor(private readonly input: DetectorInput) {
    this.resources = new EvidenceResources(input.declared, input.states);
    this.work = new EntitledWork(input.declared);
  }

  /** Takes the next call. */
  take(call: Call): void {
    const about = this.resources.about(call);
    const unclear = about.length === 0 ? this.unclear(call) : undefined;
    if (about.length === 0 && unclear === undefined) return;
    // Only what is about evidence is remembered: of all events of an account the ids would not fit into memory.
    if (this.seen.has(call.id)) {
      this.counts.repeated++;
      return;
    }
    this.seen.add(call.id);
    if (unclear !== undefined) {
      this.counts.unclear++;
      this.groups.add("unclear", call, [], unclear);
      return;
    }
    this.counts.onEvidence++;
    if (this.work.covers(call)) this.counts.ordinary++;
    else if (deploymentOf(call, about, this.input.deployments.relied, (stack) => this.assumed(stack)))
      this.counts.inDeployments++;
    else {
      const kind = call.error === undefined ? "unmatched" : "attempt";
      this.counts[kind === "unmatched" ? "unmatched" : "attempts"]++;
      this.groups.add(kind, call, about.map(({ address }) => address).sort());
    }
  }

  /** What the calls taken so far came to. */
  result(): Pick<Detection, "calls" | "findings" | "leftOut"> {
    return { calls: { ...this.counts }, findings: this.groups.findings(), leftOut: this.groups.leftOut };
  }

  /** Resources in accounts whose calls this account's trail does not show, by account. */
  elsewhere(account: string): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { type, account: own = account } of this.resources.resources) {
      if (!type.startsWith("aws_") || own === account) continue;
      const name = /^\d{12}$/.test(own) ? own : "(of no number)";
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }

  /** Why it cannot be told whether a call is about evidence; `undefined` where it is not. */
  private unclear(call: Call): string | undefined {
    const stranger = strangerTo(call, (type) => this.resources.knowsAll(type));
    if (stranger !== undefined && !this.work.covers(call))
      return `whose ${stranger} it is cannot be told without the stacks' states (--state)`;
    if (call.log === "datadog-audit" && call.parameters.get("asset.type")?.includes("downtime"))
      return "which monitors the downtime mutes is not in the audit trail";
    return undefined;
  }

  /** Roles that the providers of a stack take on. */
  private assumed(stack: string): readonly string[] {
    const { declared } = this.input;
    return declared.once(`roles assumed by ${stack}`, () =>
      Object.values(declared.stack(stack)?.providers ?? {}).flatMap((values) => {
        try {
          return texts({ address: stack, values }, "assume_role.role_arn");
        } catch (error) {
          if (error instanceof CannotTell) return [];
          throw error;
        }
      }),
    );
  }
}

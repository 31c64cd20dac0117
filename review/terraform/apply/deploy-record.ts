import { UserError } from "../../../errors";
import {
  appendRecord,
  KEPT_ADDRESSES,
  type AppendedRecord,
  type Details,
  type RecordStore,
} from "../../../evidence/records";
import type { Signer } from "../../../evidence/signing";
import type { Applied } from "../terraform";
import { DEPLOYS, type Clearance } from "./clearance";
import type { ShownPlan } from "./shown";

/** Longer lists of addresses would not fit into a record with all else. */
const ADDRESSES_BYTES = 40_000;
/** The schema's limit; Terraform has none. */
const LONGEST_ADDRESS = 1024;

/** Who deploys: as he calls himself, and as AWS knows him. */
export interface Deployer {
  /** A login or pseudonym, or the job's name. */
  readonly actor?: string;
  /** ARN of the caller, as STS tells it: by it calls in the trail are known for this deploy's. */
  readonly principal?: string;
}

/** Records the deploys of one run. */
export class DeployRecords {
  constructor(
    private readonly store: RecordStore,
    private readonly signer: Signer,
    private readonly deployer: Deployer,
  ) {}

  /** That a plan is about to be applied: an apply that breaks off must not be invisible. */
  begin(plan: ShownPlan, clearance: Clearance, startedAt: Date): Promise<AppendedRecord> {
    return this.#append(plan, { ...this.#about(plan, clearance, startedAt), outcome: "started" });
  }

  /** What came of it. */
  end(plan: ShownPlan, clearance: Clearance, startedAt: Date, applied: Applied): Promise<AppendedRecord> {
    const { said, fault } = applied;
    const ended = {
      ...this.#about(plan, clearance, startedAt),
      endedAt: new Date().toISOString(),
      ...said.counts,
      ...fitting(said.begun),
    };
    return this.#append(
      plan,
      fault ? { ...ended, outcome: "failed", failure: failureOf(fault) } : { ...ended, outcome: "applied" },
    );
  }

  #about(plan: ShownPlan, clearance: Clearance, startedAt: Date) {
    const { principal } = this.deployer;
    return { ...about(plan, clearance, startedAt), ...(principal !== undefined && { principal }) };
  }

  #append({ stack, sha256 }: ShownPlan, details: Details<"deploy">): Promise<AppendedRecord> {
    return appendRecord(this.store, this.signer, {
      stream: DEPLOYS,
      kind: "deploy",
      role: "ci-deploy",
      ...(this.deployer.actor !== undefined && { actor: this.deployer.actor }),
      subject: [{ name: `plan/${stack}`, digest: { sha256 } }],
      details,
    });
  }
}

function about({ stack, sha256 }: ShownPlan, { review, approvals }: Clearance, startedAt: Date) {
  const own = approvals.find((approval) => approval.stack === stack);
  return {
    stack,
    planSha256: sha256,
    reviewSequence: review.sequence,
    reviewSha256: review.sha256,
    ...(own && { approval: { stream: own.stream, sequence: own.sequence, sha256: own.sha256 } }),
    startedAt: startedAt.toISOString(),
  };
}

function fitting(all: readonly string[]): { addresses: string[]; addressesLeftOut: number } {
  const addresses: string[] = [];
  let bytes = 0;
  for (const address of all) {
    bytes += Buffer.byteLength(address);
    if (addresses.length === KEPT_ADDRESSES || bytes > ADDRESSES_BYTES) break;
    if (address.length <= LONGEST_ADDRESS) addresses.push(address);
  }
  return { addresses, addressesLeftOut: all.length - addresses.length };
}

/** Coded, because Terraform's words may hold what does not belong into a record. */
function failureOf(fault: Error): string {
  return fault instanceof UserError ? fault.code.replaceAll("-", "_") : "program_fault";
}

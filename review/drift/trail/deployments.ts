import { judgedRecords, type KeyRing, type RecordStore } from "../../../evidence/records";
import { samePrincipal, type Call } from "./call";
import type { EvidenceResource } from "./evidence-resources";

const STREAM = "ci-deploy";

/** One deployment of one stack, as its signed record tells. */
export interface Deployment {
  readonly sequence: number;
  readonly stack: string;
  readonly startedAt: string;
  readonly endedAt: string;
  /** ARN of the caller in AWS, where the record names it. */
  readonly principal?: string | undefined;
  /** Terraform addresses on which Terraform began to act. */
  readonly addresses: ReadonlySet<string>;
  /** Whether the record names all of them. */
  readonly namesAll: boolean;
}

/** Deployments that records tell of, and records that cannot be relied on. */
export interface Deployments {
  readonly relied: readonly Deployment[];
  readonly doubtful: readonly { readonly key: string; readonly reasons: readonly string[] }[];
}

/**
 * Reads the records of deployments. One that a key of the ring did not sign, that was changed, or that hangs in a broken
 * chain explains nothing.
 *
 * @throws UserError when the store cannot be read
 */
export async function readDeployments(store: RecordStore, ring: KeyRing): Promise<Deployments> {
  const relied: Deployment[] = [];
  const doubtful: { key: string; reasons: readonly string[] }[] = [];
  for (const { key, sequence, said, against } of await judgedRecords(
    store,
    ring,
    (name) => name === STREAM,
  )) {
    if (said.kind !== "deploy") continue;
    if (against.length > 0) {
      doubtful.push({ key, reasons: against.map(({ code, reason }) => `${code}: ${reason}`) });
      continue;
    }
    const { details } = said.statement.predicate;
    // One that began and does not tell how it ended explains nothing: what it did is not known.
    if (details.outcome === "started") continue;
    const { stack, startedAt, endedAt, principal, addresses, addressesLeftOut } = details;
    relied.push({
      ...{ sequence, stack, startedAt, endedAt },
      ...(principal !== undefined && { principal }),
      addresses: new Set(addresses),
      namesAll: addressesLeftOut === 0,
    });
  }
  return { relied, doubtful };
}

/** How far the clock of a deployment may differ from AWS's, which tells whole seconds. */
const TOLERANCE_MS = 2_000;

/**
 * The deployment a call belongs to: of a stack the call is about, while it ran, of an address it acted on, by the one
 * who ran it or by a role that its provider takes on.
 *
 * @param about what the call is about
 * @param assumed ARNs of roles that providers of a stack take on
 */
export function deploymentOf(
  call: Call,
  about: readonly EvidenceResource[],
  deployments: readonly Deployment[],
  assumed: (stack: string) => readonly string[],
): Deployment | undefined {
  const at = Date.parse(call.at);
  return deployments.find(
    (deployment) =>
      at >= Date.parse(deployment.startedAt) - TOLERANCE_MS &&
      at <= Date.parse(deployment.endedAt) + TOLERANCE_MS &&
      about.some((resource) => actsOn(deployment, resource)) &&
      isBy(call, deployment, assumed),
  );
}

function actsOn({ stack, addresses, namesAll }: Deployment, resource: EvidenceResource): boolean {
  return stack === resource.stack && (!namesAll || addresses.has(resource.terraformAddress));
}

function isBy(
  call: Call,
  { principal, stack }: Deployment,
  assumed: (stack: string) => readonly string[],
): boolean {
  // Datadog's logins are no principals of AWS: there the time and the address must do.
  if (call.log === "datadog-audit" || principal === undefined) return true;
  return [principal, ...assumed(stack)].some((arn) => samePrincipal(arn, call.who));
}

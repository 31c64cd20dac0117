import { AUDIT_KEPT_DAYS } from "../../../evidence/datadog/audit-trail";
import type { KeyRing, RecordStore } from "../../../evidence/records";
import type { ResourceSet } from "../../../rules";
import { readDeployments } from "./deployments";
import type { Detection } from "./detection";
import { Detector } from "./detector";
import { readCalls, type CallLogs } from "./read-calls";
import type { ReadOptions } from "./read-trail";

/** What to look at, and what to hold it against. */
export interface DetectRequest {
  readonly environment: string;
  readonly declared: ResourceSet;
  readonly states?: ResourceSet | undefined;
  /** Where the records of deployments are, and the keys that may sign them. */
  readonly store: RecordStore;
  readonly ring: KeyRing;
  readonly logs: CallLogs;
}

/**
 * Matches every call on a resource of the stacks with the signed record of a deployment, or with the office of the role
 * that made it, and tells which calls nothing explains.
 *
 * @throws UserError when the logs or the records cannot be read at all
 */
export async function detect(request: DetectRequest, options: ReadOptions = {}): Promise<Detection> {
  const { environment, declared, states, store, ring, logs } = request;
  const deployments = await readDeployments(store, ring);
  const detector = new Detector({ declared, states, deployments });
  const { trail, audit } = await readCalls(logs, (call) => detector.take(call), options);
  const { from, to } = logs.period;
  return {
    environment,
    period: { from, to },
    ...detector.result(),
    deployments: {
      inPeriod: deployments.relied.filter(({ startedAt, endedAt }) => startedAt < to && endedAt >= from)
        .length,
      doubtful: deployments.doubtful,
    },
    trail,
    ...(audit && { datadogAudit: audit }),
    notCovered: notCovered(request, detector, options.now ?? new Date()),
  };
}

function notCovered(
  { declared, states, logs }: DetectRequest,
  detector: Detector,
  now: Date,
): readonly string[] {
  const { account, regions } = logs.trail;
  const kept = new Date(now.getTime() - AUDIT_KEPT_DAYS * 86_400_000).toISOString();
  const ofDatadog = declared.resources.some(({ type }) => type.startsWith("datadog_"));
  return [
    ...[...detector.elsewhere(account)].map(
      ([other, count]) =>
        `${count} resource(s) in account ${other}: calls made there stand in that account's own trail`,
    ),
    ...(ofDatadog && !logs.audit
      ? ["resources of Datadog: its audit trail was not read (--datadog-audit)"]
      : []),
    ...(ofDatadog && logs.audit && logs.period.from < kept
      ? [`calls on Datadog before ${kept}: it keeps its audit trail for ${AUDIT_KEPT_DAYS} days`]
      : []),
    ...(states ? [] : ["ids that AWS and Datadog made up: no state was given (--state)"]),
    `regions other than ${regions.join(", ")}`,
  ];
}

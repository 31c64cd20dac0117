import { Monitor } from "@cdktf/provider-datadog/lib/monitor";
import { Construct } from "constructs";
import { evidenceResource } from "../evidence-resource";
import { alertMessage, type AlertContext } from "./alert-message";
import type { MonitorSpec } from "./monitor-spec";

export interface ComplianceMonitorProps extends AlertContext {
  readonly spec: MonitorSpec;
  /** What it watches, in the monitor's name: a system's or an organisation's id. */
  readonly subject: string;
  /** Tags beside those of the plan, which every monitor has. */
  readonly tags: readonly string[];
}

/** Seconds Datadog waits before it evaluates, so that counts of logs that arrive late are in. */
const EVALUATION_DELAY_SECONDS = 300;
/** Seconds a new group (a new model version, say) is left alone. */
const NEW_GROUP_DELAY_SECONDS = 300;

/** A Datadog monitor that says in its name, tags and message which duty it serves, for whom, and what to do. */
export class ComplianceMonitor extends Construct {
  /** The monitor itself, for what refers to it by its id. */
  readonly monitor: Monitor;

  constructor(scope: Construct, id: string, { spec, subject, tags, ...context }: ComplianceMonitorProps) {
    super(scope, id);
    const { missingData } = spec;
    const notify = "notifyAfterMinutes" in missingData;
    this.monitor = new Monitor(this, "Resource", {
      name: `[EU AI Act][${spec.article}][${subject}] ${spec.title}`,
      type: spec.type ?? "query alert",
      query: spec.query,
      message: alertMessage(spec, context),
      priority: String(spec.priority),
      monitorThresholds: { critical: String(spec.threshold) },
      // Datadog takes one or the other.
      ...("onMissingData" in missingData
        ? { onMissingData: missingData.onMissingData }
        : { notifyNoData: notify }),
      ...(notify && { noDataTimeframe: missingData.notifyAfterMinutes }),
      evaluationDelay: EVALUATION_DELAY_SECONDS,
      newGroupDelay: NEW_GROUP_DELAY_SECONDS,
      renotifyInterval: spec.renotifyMinutes,
      renotifyStatuses: notify ? ["alert", "no data"] : ["alert"],
      requireFullWindow: false,
      includeTags: true,
      tags: ["compliance:eu-ai-act", `article:${spec.article.replace("Art ", "")}`, "annex_iv:9", ...tags],
    });
    evidenceResource(this.monitor, { logicalId: spec.address ?? spec.key, duties: spec.duties });
  }
}

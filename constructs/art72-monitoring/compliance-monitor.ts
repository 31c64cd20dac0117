import { Monitor } from "@cdktf/provider-datadog/lib/monitor";
import { Construct } from "constructs";
import type { Environment, System } from "../../configs";
import { evidenceResource } from "../evidence-resource";
import type { MonitorContext, MonitorRow } from "./catalogue";

export interface ComplianceMonitorProps {
  readonly environment: Environment;
  readonly system: System;
  readonly row: MonitorRow;
}

/** Seconds Datadog waits before it evaluates, so that counts of logs that arrive late are in. */
const EVALUATION_DELAY_SECONDS = 300;
/** Seconds a new group (a new model version, say) is left alone. */
const NEW_GROUP_DELAY_SECONDS = 300;

/** One row of the catalogue as a Datadog monitor that says in its name, tags and message which duty it serves. */
export class ComplianceMonitor extends Construct {
  constructor(scope: Construct, id: string, { environment, system, row }: ComplianceMonitorProps) {
    super(scope, id);
    const context: MonitorContext = {
      thresholds: system.monitoring.thresholds,
      scope: `ai_system:${system.id},env:${environment.id}`,
    };
    const missing = row.missingData(context);
    const notify = "notifyAfterMinutes" in missing;
    const monitor = new Monitor(this, "Resource", {
      name: `[EU AI Act][${row.article}][${system.id}] ${row.title}`,
      type: "query alert",
      query: row.query(context),
      message: message(row, system),
      priority: String(row.priority),
      monitorThresholds: { critical: String(row.threshold(context)) },
      notifyNoData: notify,
      ...(notify && { noDataTimeframe: missing.notifyAfterMinutes }),
      evaluationDelay: EVALUATION_DELAY_SECONDS,
      newGroupDelay: NEW_GROUP_DELAY_SECONDS,
      renotifyInterval: row.renotifyMinutes,
      renotifyStatuses: notify ? ["alert", "no data"] : ["alert"],
      requireFullWindow: false,
      includeTags: true,
      tags: [
        "compliance:eu-ai-act",
        `article:${row.article.replace("Art ", "")}`,
        "annex_iv:9",
        `ai_system:${system.id}`,
        `env:${environment.id}`,
      ],
    });
    evidenceResource(monitor, { logicalId: row.key, duties: row.duties });
  }
}

function message(row: MonitorRow, system: System): string {
  return [
    row.meaning,
    "",
    `AI system: ${system.title} (${system.id}), Annex III ${system.regulatory.annexIII}.`,
    `Serves: ${row.duties.join(", ")}; part of the post-market monitoring plan (Annex IV(9)).`,
    "An alert is not yet a serious incident: assess it. The time limits of Art 73 run from the moment a person becomes aware.",
    "",
    system.monitoring.notify.join(" "),
  ].join("\n");
}

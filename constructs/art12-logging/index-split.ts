import { DataDatadogLogsIndexesOrder } from "@cdktf/provider-datadog/lib/data-datadog-logs-indexes-order";
import { LogsIndex, type LogsIndexConfig } from "@cdktf/provider-datadog/lib/logs-index";
import { LogsIndexOrder } from "@cdktf/provider-datadog/lib/logs-index-order";
import { Construct } from "constructs";
import type { Organisation } from "../../configs";
import { evidenceResource, pinAddress, type Duty } from "../evidence-resource";
import { ART12_ENTRIES } from "./marks";
import { oursFirst } from "./ours-first";

const DUTIES: readonly Duty[] = ["Art12", "Art72"];

/** Name of the index: a literal, because Datadog never takes the name of a deleted index again. */
export const ART12_INDEX = "art12";

/**
 * Entries a day of an index that keeps none: a guard of cost for the day somebody switches its exclusion off. What is
 * excluded does not count.
 */
const QUOTA_OF_NONE = 1000;
const WARN_OF_NONE_PERCENT = 80;

type IndexContent = Pick<
  LogsIndexConfig,
  "retentionDays" | "dailyLimit" | "dailyLimitWarningThresholdPercentage" | "exclusionFilter"
>;

/**
 * Keeps Art 12 log entries apart from operational logs: an index of their own that comes first, so that no other takes them.
 * It holds them for searches, or none at all: then they are archived and counted, and cost no indexing. What an index
 * leaves out, by exclusion or because its quota is used up, goes into the archive all the same.
 *
 * @see https://docs.datadoghq.com/logs/log_configuration/indexes/
 */
export class IndexSplit extends Construct {
  constructor(scope: Construct, id: string, { index }: Pick<Organisation, "index">) {
    super(scope, id);
    const ours = this.createIndex(index);
    this.createOrder(ours);
  }

  private createIndex(index: Organisation["index"]): LogsIndex {
    return evidenceResource(
      new LogsIndex(this, "Resource", {
        name: ART12_INDEX,
        filter: { query: ART12_ENTRIES },
        disableDailyLimit: false,
        dailyLimitReset: { resetTime: "00:00", resetUtcOffset: "+00:00" },
        ...(index === "none" ? keepingNone() : keeping(index)),
      }),
      { logicalId: "art12", duties: DUTIES, preventDestroy: true },
    );
  }

  private createOrder(ours: LogsIndex): void {
    const current = new DataDatadogLogsIndexesOrder(this, "Current", {});
    pinAddress(current, "data.datadog_logs_indexes_order", "current");
    const order = new LogsIndexOrder(this, "Order", {
      name: "art12_first",
      indexes: oursFirst([ours.id], current.indexNames),
    });
    evidenceResource(order, { logicalId: "art12_first", duties: DUTIES });
  }
}

function keepingNone(): IndexContent {
  return {
    dailyLimit: QUOTA_OF_NONE,
    dailyLimitWarningThresholdPercentage: WARN_OF_NONE_PERCENT,
    exclusionFilter: [
      // Off, and a rate of 0, are what the provider takes when nothing is said.
      {
        name: "archived-only",
        isEnabled: true,
        filter: [{ query: "*", sampleRate: 1 }],
      },
    ],
  };
}

function keeping({
  retentionDays,
  dailyQuota,
  warnAtPercent,
}: Exclude<Organisation["index"], "none">): IndexContent {
  return {
    retentionDays,
    dailyLimit: dailyQuota,
    dailyLimitWarningThresholdPercentage: warnAtPercent,
  };
}

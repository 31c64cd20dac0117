import { ServiceLevelObjective } from "@cdktf/provider-datadog/lib/service-level-objective";
import type { Monitor } from "@cdktf/provider-datadog/lib/monitor";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { System } from "../../configs";
import { ART12_METRICS } from "../art12-logging/metrics";
import { evidenceResource, type Duty } from "../evidence-resource";
import { count } from "./monitor-query";

export interface ObjectivesProps {
  readonly system: System;
  /** Metric scope of the system. */
  readonly scope: string;
  /** Tags that say whose objectives they are. */
  readonly tags: readonly string[];
  /** The monitor that tells when no log entries come. */
  readonly silence: Monitor;
}

/** Days an objective is about. Datadog keeps the history of monitors for 3 months: a month is never cut off. */
const TIMEFRAME = "30d";

interface Objective {
  readonly key: string;
  readonly article: string;
  readonly duties: readonly Duty[];
  readonly title: string;
  readonly description: string;
  /** Share of the month that the plan asks for. */
  readonly share: number;
  /** Good events and all events; the monitor of silence where there is none. */
  readonly ratio?: { readonly numerator: string; readonly denominator: string };
}

/** An objective as a dashboard shows it. */
interface ShownObjective {
  readonly title: string;
  /** Number of the article, for example `12`. */
  readonly article: string;
  readonly slo: ServiceLevelObjective;
}

/** What a month of operation must bring, as service level objectives: the numbers are those of the plan. */
export class Objectives extends Construct {
  /** The objectives, for what shows them. */
  readonly all: readonly ShownObjective[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ObjectivesProps,
  ) {
    super(scope, id);
    this.all = objectivesOf(props).map((each) => ({
      title: each.title,
      article: each.article.replace("Art ", ""),
      slo: this.createObjective(each),
    }));
  }

  private createObjective({ key, article, duties, title, description, share, ratio }: Objective) {
    const { system, tags, silence } = this.props;
    const slo = new ServiceLevelObjective(this, key, {
      name: `[EU AI Act][${article}][${system.id}] ${title}`,
      type: ratio ? "metric" : "monitor",
      description,
      ...(ratio ? { query: ratio } : { monitorIds: [Token.asNumber(silence.id)] }),
      thresholds: [{ timeframe: TIMEFRAME, target: percent(share) }],
      tags: ["compliance:eu-ai-act", `article:${article.replace("Art ", "")}`, "annex_iv:9", ...tags],
    });
    return evidenceResource(slo, { logicalId: key, duties });
  }
}

function objectivesOf({ system, scope }: ObjectivesProps): readonly Objective[] {
  const { thresholds } = system.monitoring;
  return [
    {
      key: "log_delivered",
      article: "Art 12",
      duties: ["Art12", "Art19(1)"],
      title: "Time in which log entries came",
      description:
        "Share of time in which the monitor of missing log entries did not alert; no data counts as an alert. Whether entries are missing within is for the chains to tell: evidence export.",
      share: thresholds.logDelivered,
    },
    {
      key: "reviews_done",
      article: "Art 14",
      duties: ["Art14", "Art26(2)"],
      title: "Required reviews that were done",
      description: "Of the decisions that a person had to review, the share that a person did review.",
      share: thresholds.reviewedShare,
      ratio: {
        numerator: count(ART12_METRICS.reviews_done, scope),
        denominator: count(ART12_METRICS.reviews_required, scope),
      },
    },
    {
      key: "error_free",
      article: "Art 72",
      duties: ["Art72", "Art15"],
      title: "Events without error",
      description: "Of all events of the system, the share that is no error.",
      share: 1 - thresholds.errorRate,
      ratio: {
        numerator: count(ART12_METRICS.events, scope, "!event_type:error"),
        denominator: count(ART12_METRICS.events, scope),
      },
    },
  ];
}

/** Datadog wants a target in percent; binary fractions would show as 98.00000000000001. */
const percent = (share: number): number => Number((share * 100).toFixed(4));

import { DashboardJson } from "@cdktf/provider-datadog/lib/dashboard-json";
import { Construct } from "constructs";
import { dashboardTitle, type Environment, type System } from "../../../configs";
import { ART12_METRICS } from "../../art12-logging/metrics";
import { evidenceResource } from "../../evidence-resource";
import type { Objectives } from "../objectives";
import { savedQueries } from "./saved-queries";
import { group, lines, monitorStates, note, objective, type Widget } from "./widgets";

export interface SystemDashboardProps {
  readonly environment: Environment;
  readonly system: System;
  /** Metric scope of the system. */
  readonly scope: string;
  readonly objectives: Objectives["all"];
}

/**
 * One dashboard a system: the post-market monitoring plan at work (Annex IV(9)), by article. As JSON, because the typed
 * resource shows a difference for lists of log entries in every plan.
 */
export class SystemDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: SystemDashboardProps,
  ) {
    super(scope, id);
    const { environment, system } = props;
    const dashboard = new DashboardJson(this, "Resource", {
      dashboard: JSON.stringify({
        title: dashboardTitle(system.id, environment.id),
        description: `Post-market monitoring of ${system.title} (Art 72, Annex IV(9)). Made from its config; changes by hand are undone.`,
        layout_type: "ordered",
        reflow_type: "auto",
        template_variables: [],
        notify_list: [],
        widgets: [
          this.about(),
          this.log(),
          this.oversight(),
          this.performance(),
          this.incidents(),
          this.questions(),
        ],
      }),
    });
    evidenceResource(dashboard, {
      logicalId: "post_market_monitoring",
      duties: ["Art72", "Art72(3)", "Art26(5)"],
    });
  }

  private about(): Widget {
    const { environment, system } = this.props;
    const docs = system.monitoring.runbooks?.replace(/\/$/, "") ?? "docs";
    return note(
      [
        `**${system.title}** (${system.id} ${system.version}), Annex III ${system.regulatory.annexIII}, environment ${environment.id}`,
        "",
        `Intended purpose: ${system.regulatory.intendedPurpose}`,
        "",
        `What each monitor means and what to do: ${docs}/monitors.md. An authority asks: ${docs}/runbooks/authority-request.md. Keep evidence of an incident: ${docs}/runbooks/evidence-hold.md.`,
      ].join("\n"),
    );
  }

  private log(): Widget {
    return this.ofArticle("12", "Art 12: the log", [
      lines("Entries by type", this.counted(ART12_METRICS.events.name, "event_type")),
      lines("Decisions by model version", this.counted(ART12_METRICS.decisions.name, "model_version")),
    ]);
  }

  private oversight(): Widget {
    const { reviews, overrides } = ART12_METRICS;
    return this.ofArticle("14", "Art 14: human oversight", [
      lines("Reviews", this.counted(reviews.name)),
      lines("Overrides", this.counted(overrides.name)),
    ]);
  }

  private performance(): Widget {
    const { scope } = this.props;
    return this.ofArticle("72", "Art 72: performance after release", [
      lines("Decisions by code", this.counted(ART12_METRICS.decisions.name, "decision")),
      lines("Outcomes by code", this.counted(ART12_METRICS.outcomes.name, "outcome")),
      lines(
        "Median confidence by model version",
        `p50:${ART12_METRICS.confidence.name}{${scope}} by {model_version}`,
      ),
      lines(
        "Errors by model version",
        this.counted(ART12_METRICS.events.name, "model_version", "event_type:error,"),
      ),
    ]);
  }

  private incidents(): Widget {
    return this.ofArticle("73", "Art 73: possible serious incidents", [
      note(
        "An alert is not awareness: the time limits of Art 73 run from the moment a person becomes aware. Assess, record, and keep the evidence with `evidence hold place`.",
      ),
    ]);
  }

  private questions(): Widget {
    const { environment, system } = this.props;
    return group("Questions to the log", savedQueries(environment, system));
  }

  /** The monitors of an article, its objectives, and what explains them. */
  private ofArticle(article: string, title: string, widgets: readonly Widget[]): Widget {
    const { environment, system, objectives } = this.props;
    return group(title, [
      monitorStates("Monitors", [`ai_system:${system.id}`, `env:${environment.id}`, `article:${article}`]),
      ...objectives
        .filter((each) => each.article === article)
        .map(({ title: name, slo }) => objective(name, slo.id)),
      ...widgets,
    ]);
  }

  private counted(metric: string, by = "", first = ""): string {
    const split = by === "" ? "" : ` by {${by}}`;
    return `sum:${metric}{${first}${this.props.scope}}${split}.as_count()`;
  }
}

import { LogQuerySyntaxError, covers, parseLogQuery } from "../../logquery";
import { widgetsOf, type ShownWidget } from "../facts/dashboards";
import { ART12_ENTRIES } from "../facts/layout";
import { tagOf, watchedSystems } from "../facts/monitors";
import { objectives } from "../facts/objectives";
import { holds, judging, unmet } from "../rule";

/** What the plan's page has to show: states of monitors by article. */
const ARTICLES = ["12", "14", "72", "73"];
/** Widgets that say something of duties; others explain them. */
const KINDS = ["manage_status", "slo", "list_stream"];

export const dashboardShows = judging({
  id: "dashboard-shows",
  duties: ["Art72", "Art72(3)", "Art26(5)"],
  title: "Every system has a dashboard that shows its monitors, objectives and log",
  why: "Whoever monitors the operation, or asks how it is monitored, looks there: what it leaves out is not looked at.",
  fix: "Deploy the dashboard of the system's stack as it is synthesized.",
  measure: { name: "states, objectives and lists shown", unit: "widgets", better: "higher" },
  subjects: watchedSystems,
  judge({ stack, monitors }, set) {
    const shown = set
      .ofType("datadog_dashboard_json")
      .filter((dashboard) => dashboard.stack === stack)
      .map(widgetsOf);
    if (shown.length === 0) return unmet("it has no dashboard");
    if (shown.some((widgets) => widgets === undefined))
      return unmet("its dashboard is no JSON that can be read");
    const widgets = shown.flatMap((each) => each ?? []).filter(({ type }) => KINDS.includes(type));
    const system = monitors.flatMap((monitor) => tagOf(monitor, "ai_system") ?? [])[0] ?? "";
    const missing = [
      ...ARTICLES.filter((article) => !widgets.some((widget) => isState(widget, system, article))).map(
        (article) => `monitors of Art ${article}`,
      ),
      ...widgets
        .filter(({ type, query }) => type === "list_stream" && !isOfSystem(query, system))
        .map(({ query }) => `entries of ${system} in "${query}"`),
    ];
    const slos = objectives(set).filter((slo) => slo.stack === stack).length;
    const shownSlos = new Set(widgets.flatMap(({ slo }) => slo ?? [])).size;
    if (shownSlos < slos) missing.push(`${slos - shownSlos} objectives`);
    if (!widgets.some(({ type }) => type === "list_stream")) missing.push("log entries");
    return holds(
      missing.length === 0,
      `${widgets.length} widgets`,
      `it does not show ${missing.join(", ")}`,
      widgets.length,
    );
  },
});

const isState = ({ type, query }: ShownWidget, system: string, article: string): boolean =>
  type === "manage_status" &&
  query.includes(`"ai_system:${system}"`) &&
  query.includes(`"article:${article}"`);

/** Whether a list shows Art 12 entries of the system and nothing else. */
function isOfSystem(query: string, system: string): boolean {
  try {
    const own = parseLogQuery(`${ART12_ENTRIES} ai_system:${system}`);
    return covers(own, parseLogQuery(query)).verdict === "covers";
  } catch (error) {
    if (error instanceof LogQuerySyntaxError) return false;
    throw error;
  }
}

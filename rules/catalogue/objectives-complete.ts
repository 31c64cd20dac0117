import { watchedSystems } from "../facts/monitors";
import { objectives, tagOfObjective } from "../facts/objectives";
import { holds, judging } from "../rule";

/** What a month of operation is measured by: the log, oversight, performance. */
const ARTICLES = ["12", "14", "72"];

export const objectivesComplete = judging({
  id: "objectives-complete",
  duties: ["Art72", "Art14", "Art12"],
  title: "Every system has objectives for its log, its oversight and its performance",
  why: "Alerts come and go; whether a month was as planned, an objective says.",
  fix: "Deploy all objectives of the system's stack.",
  measure: { name: "objectives of the system", unit: "objectives", better: "higher" },
  subjects: watchedSystems,
  judge({ stack }, set) {
    const own = objectives(set).filter((slo) => slo.stack === stack);
    const articles = own.map((slo) => tagOfObjective(slo, "article"));
    const missing = ARTICLES.filter((article) => !articles.includes(article));
    return holds(
      missing.length === 0,
      `${own.length} objectives`,
      `no objective for Art ${missing.join(", ")}`,
      own.length,
    );
  },
});

import { watchedSystems, tagOf } from "../facts/monitors";
import { holds, judging } from "../rule";

/** What the monitoring of a system has to speak of: the log itself, oversight, performance. */
const ARTICLES = ["12", "14", "72"];

export const monitorsComplete = judging({
  id: "monitors-complete",
  duties: ["Art72", "Art14", "Art12", "Art26(5)"],
  title: "Every system is watched for its log, its oversight and its performance",
  why: "Each monitor answers a question of the plan: one that is gone leaves it open.",
  fix: "Deploy all monitors of the catalogue for the system.",
  measure: { name: "monitors of the system", unit: "monitors", better: "higher" },
  subjects: watchedSystems,
  judge({ monitors }) {
    const articles = monitors.map((monitor) => tagOf(monitor, "article"));
    const missing = ARTICLES.filter((article) => !articles.includes(article));
    return holds(
      missing.length === 0,
      `${monitors.length} monitors`,
      `no monitor for Art ${missing.join(", ")}`,
      monitors.length,
    );
  },
});

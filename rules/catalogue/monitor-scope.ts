import { metricTerms } from "../../logquery";
import { metricQuery } from "../facts/monitor-query";
import { systemMonitors, tagOf } from "../facts/monitors";
import { holds, judging } from "../rule";

export const monitorScope = judging({
  id: "monitor-scope",
  duties: ["Art72", "Art26(5)"],
  title: "A monitor watches the system and environment it says",
  why: "A monitor that is named for one system and counts another gives false comfort.",
  fix: "Let the query's scope name the same ai_system and env as the monitor's tags.",
  subjects: systemMonitors,
  judge(monitor) {
    const terms = metricTerms(metricQuery(monitor).expression);
    const wanted = ["ai_system", "env"].map((key) => `${key}:${tagOf(monitor, key) ?? ""}`);
    const wrong = wanted.filter(
      (wish) =>
        wish.endsWith(":") ||
        !terms.every(({ scope }) => scope.some(({ tag, negated }) => tag === wish && !negated)),
    );
    return holds(
      terms.length > 0 && wrong.length === 0,
      `watches ${wanted.join(", ")}`,
      `tags and scope do not agree on ${wrong.join(", ")}`,
    );
  },
});

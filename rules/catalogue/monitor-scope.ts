import { complianceMonitors, tagOf } from "../facts/monitors";
import { text } from "../reading";
import { holds, judging } from "../rule";

export const monitorScope = judging({
  id: "monitor-scope",
  duties: ["Art72", "Art26(5)"],
  title: "A monitor watches the system and environment it says",
  why: "A monitor that is named for one system and counts another gives false comfort.",
  fix: "Let the query's scope name the same ai_system and env as the monitor's tags.",
  subjects: complianceMonitors,
  judge(monitor) {
    const scopes = [...(text(monitor, "query") ?? "").matchAll(/\{([^}]*)\}/g)].map(([, scope = ""]) =>
      scope.split(","),
    );
    const wanted = ["ai_system", "env"].map((key) => `${key}:${tagOf(monitor, key) ?? ""}`);
    const wrong = wanted.filter((tag) => tag.endsWith(":") || !scopes.every((scope) => scope.includes(tag)));
    return holds(
      scopes.length > 0 && wrong.length === 0,
      `watches ${wanted.join(", ")}`,
      `tags and scope do not agree on ${wrong.join(", ")}`,
    );
  },
});

import { loadConfigs } from "../../../configs";
import { resource, synthesize } from "../../stacks/synthesized";
import { namesOf, stackWith, teamWith } from "./stack-of";

const retired = (afterRetirement?: string) =>
  stackWith([
    [["status"], "retired"],
    ...(afterRetirement ? [[["monitoring", "afterRetirement"], afterRetirement] as const] : []),
  ]);

describe("A system that is retired", () => {
  it("keeps by default the monitors of what comes late, because outcomes and complaints arrive for years", () => {
    expect(namesOf(retired(), "datadog_monitor")).toEqual([
      "adverse_outcomes",
      "complaints",
      "possible_serious_incident",
      "used_after_retirement",
    ]);
  });

  it("is told of when it decides all the same", () => {
    expect(resource(retired(), "datadog_monitor", "used_after_retirement")["query"]).toBe(
      "sum(last_1h):sum:art12.events{event_type:inference,ai_system:credit-scoring,env:production}.as_count() > 0",
    );
  });

  it("says in its monitors' tags that it is retired, so that nobody waits for its log", () => {
    expect(resource(retired(), "datadog_monitor", "complaints")["tags"]).toContain("system_status:retired");
    expect(namesOf(retired(), "datadog_service_level_objective")).toEqual([]);
  });

  it("still sends alerts to the risk register and still has its dashboard", () => {
    expect(namesOf(retired(), "datadog_webhook")).toEqual(["risk_register"]);
    expect(namesOf(retired(), "datadog_dashboard_json")).toEqual(["post_market_monitoring"]);
  });

  it("has nothing left in Datadog where its config says `close`, and keeps its stack, so that a review shows what goes", () => {
    const stack = retired("close");
    expect(stack.provider).toBeDefined();
    expect(stack.resource).toBeUndefined();
  });

  it("leaves the vault, the archive and the counts as they are, and passes the rules", () => {
    const { stacks: before } = synthesize();
    for (const afterRetirement of ["keep", "close"]) {
      const team = teamWith([
        [["status"], "retired"],
        [["monitoring", "afterRetirement"], afterRetirement],
      ]);
      const { stacks: later } = synthesize(loadConfigs(team.dir));
      for (const stack of ["production-evidence-vault", "production-art12-logging", "example-datadog"])
        expect(later[stack]).toEqual(before[stack]);
    }
  });
});

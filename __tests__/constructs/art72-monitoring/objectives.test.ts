import { resource } from "../../stacks/synthesized";
import { stackWith } from "./stack-of";

const target = (key: string, ...changes: Parameters<typeof stackWith>) => {
  const { thresholds } = resource(stackWith(...changes), "datadog_service_level_objective", key) as {
    thresholds: { target: number }[];
  };
  return thresholds[0]?.target;
};

describe("What a month of operation must bring", () => {
  it("is what the plan says, in percent", () => {
    expect([target("log_delivered"), target("reviews_done"), target("error_free")]).toEqual([99, 95, 98]);
  });

  it("follows the plan's number and needs no second one", () => {
    expect(target("error_free", [[["monitoring", "thresholds", "errorRate"], 0.001]])).toBe(99.9);
  });

  it("counts silence as a miss: it follows the monitor that speaks without data", () => {
    const stack = stackWith();
    expect(resource(stack, "datadog_service_level_objective", "log_delivered")["monitor_ids"]).toEqual([
      "${datadog_monitor.no_log_entries.id}",
    ]);
    expect(resource(stack, "datadog_monitor", "no_log_entries")["notify_no_data"]).toBe(true);
  });
});

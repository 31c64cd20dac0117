import type { Configs } from "../../configs";
import { costChanges } from "../../review/cost-change";
import { repositoryConfigs } from "../stacks/synthesized";

const BASE = repositoryConfigs();

/** The repository's configs with production changed. */
function production(change: (environment: Configs["environments"][number]) => object): Configs {
  return {
    ...BASE,
    environments: BASE.environments.map((each) =>
      each.id === "production" ? { ...each, ...change(each) } : each,
    ),
  };
}

describe("The cost of a change", () => {
  it("is nothing where no price depends on it", () => expect(costChanges(BASE, BASE)).toEqual([]));

  it("is not told without the configs before it", () => expect(costChanges(undefined, BASE)).toEqual([]));

  it("is a month's, to the cent, before and after, of the environments it concerns", () => {
    const systems = BASE.systems.map((each) => ({ ...each, volume: { eventsPerDay: 10_000_000 } }));
    const [cost, ...others] = costChanges(BASE, { ...BASE, systems });
    expect(others).toEqual([]);
    expect(cost?.environment).toBe("production");
    expect(cost?.afterUsd).toBeGreaterThan(10 * (cost?.beforeUsd ?? Infinity));
    expect(cost?.afterUsd).toBe(Number(cost?.afterUsd?.toFixed(2)));
  });

  it("falls with a shorter retention", () => {
    const shorter = production(({ retention }) => ({
      retention: { log: { ...retention.log, days: 365 } },
    }));
    const [cost] = costChanges(BASE, shorter);
    expect(cost?.afterUsd).toBeLessThan(cost?.beforeUsd ?? 0);
  });

  it("has no side before a new environment, and none after one that has gone", () => {
    const none = { ...BASE, environments: [] };
    expect(costChanges(none, BASE)).toEqual([{ environment: "production", afterUsd: expect.any(Number) }]);
    expect(costChanges(BASE, none)).toEqual([{ environment: "production", beforeUsd: expect.any(Number) }]);
  });

  it("is no estimate where no system logs, or a region has no price", () => {
    expect(costChanges({ ...BASE, systems: [] }, BASE)).toEqual([
      { environment: "production", afterUsd: expect.any(Number) },
    ]);
    const elsewhere = production(({ aws }) => ({ aws: { ...aws, region: "af-south-1" } }));
    expect(costChanges(BASE, elsewhere)).toEqual([
      { environment: "production", beforeUsd: expect.any(Number) },
    ]);
  });
});

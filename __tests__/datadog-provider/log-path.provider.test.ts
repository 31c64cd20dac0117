import { stackName } from "../../configs";
import { at, listAt } from "../json-at";
import { inferences } from "../sandbox/datadog/organisation";
import { sandboxConfigs } from "./configs";
import { DatadogWorld } from "./world";

const MINUTES = 60_000;
const STACKS = [
  stackName.art12Logging("sandbox"),
  stackName.datadogOrganisation("sandbox"),
  stackName.art72Monitoring("sandbox", "credit-scoring"),
];

describe("What the real provider made with the API, the stand-in plays", () => {
  let world: DatadogWorld;
  beforeAll(async () => {
    world = await DatadogWorld.start();
    await world.synthesize(sandboxConfigs());
    for (const stack of STACKS) await (await world.terraform(stack)).apply();
  }, 6 * MINUTES);
  afterAll(() => world?.stop(), MINUTES);

  it("as a whole: every pipeline, archive, index, metric, scanner, webhook and monitor", async () => {
    const { body } = await world.console("GET", "/__sandbox/status");
    expect(at(body, "configurationError")).toBeUndefined();
    expect(listAt(body, "archives")).toHaveLength(1);
    expect(listAt(body, "indexes")).toMatchObject([{ name: "art12" }]);
  });

  it("for a log: tagged by the pipeline, archived, kept out of the index, counted and judged", async () => {
    const lines = (await inferences(2)).map(({ ddtags: _, ...line }) => ({
      ...line,
      timestamp: new Date().toISOString(),
    }));
    await world.console("POST", "/api/v2/logs", lines);
    const { body: flushed } = await world.console("POST", "/__sandbox/flush");
    expect(listAt(flushed, "written")).toMatchObject([{ logs: 2 }]);
    const { body: status } = await world.console("GET", "/__sandbox/status");
    expect(listAt(status, "indexes")).toMatchObject([{ indexed: 0, excluded: 2 }]);
    const later = { at: new Date(Date.now() + 10 * MINUTES).toISOString() };
    const { body: round } = await world.console("POST", "/__sandbox/evaluate", later);
    expect(listAt(round, "errors")).toEqual([]);
    const delivery = listAt(round, "evaluations").find((one) =>
      String(at(one, "monitor")).endsWith("Log entries come in and are not archived"),
    );
    expect(delivery).toMatchObject({ state: "OK", value: 1 });
  });
});

import type { Configs, Environment } from "../../configs";
import { stackName } from "../../configs";
import { at, listAt } from "../json-at";
import { repositoryConfigs } from "../stacks/synthesized";
import { sandboxEnvironment } from "./configs";
import { DatadogWorld } from "./world";

const MINUTES = 60_000;
const STAGING_ACCOUNT = "210987654321";
const ORGANISATION = stackName.datadogOrganisation("sandbox");

/** Two environments of one Datadog organisation, each in an AWS account of its own. */
function twoEnvironments(): Configs {
  const sandbox = sandboxEnvironment();
  const staging: Environment = {
    ...sandbox,
    ...{ id: "staging", title: "Staging in an account of its own" },
    aws: { ...sandbox.aws, accountId: STAGING_ACCOUNT },
    datadog: { ...sandbox.datadog, archive: "own-environment" },
  };
  const systems = repositoryConfigs().systems.map((system) => ({ ...system, environments: "all" as const }));
  return { ...repositoryConfigs(), systems, environments: [sandbox, staging] };
}

describe("Two environments in one Datadog organisation, with the real provider", () => {
  let world: DatadogWorld;

  const terraform = async (stack: string) =>
    world.terraform(
      stack,
      stack.startsWith("staging-") ? await world.accountCredentials(STAGING_ACCOUNT) : {},
    );

  beforeAll(async () => {
    world = await DatadogWorld.start();
    await world.synthesize(twoEnvironments());
  }, 5 * MINUTES);
  afterAll(() => world?.stop(), MINUTES);

  it(
    "are both applied, and then neither leaves the other anything to change",
    async () => {
      const stacks = world.datadogStacks();
      expect(stacks).toEqual(
        expect.arrayContaining([
          ...["sandbox", "staging"].map((id) => stackName.art12Logging(id)),
          ...["sandbox", "staging"].map((id) => stackName.art72Monitoring(id, "credit-scoring")),
          ORGANISATION,
        ]),
      );
      for (const stack of stacks) await (await terraform(stack)).apply();
      for (const stack of stacks) expect([stack, await (await terraform(stack)).plan()]).toEqual([stack, []]);
    },
    12 * MINUTES,
  );

  it("have an archive each, in the account of each, and the one that takes what is left stands last", async () => {
    const { body } = await world.console("GET", "/api/v2/logs/config/archives");
    const archives = listAt(body, "data").map((archive) => [
      at(archive, "attributes", "query"),
      at(archive, "attributes", "destination", "integration", "account_id"),
    ]);
    expect(archives).toEqual([
      ["compliance.art12:true env:staging", STAGING_ACCOUNT],
      ["compliance.art12:true", "123456789012"],
    ]);
  });

  it("keep their monitors apart: each looks at its own environment", async () => {
    const { body } = await world.console("GET", "/api/v1/monitor");
    const systems = listAt(body).filter((monitor) =>
      listAt(monitor, "tags").includes("ai_system:credit-scoring"),
    );
    for (const environment of ["sandbox", "staging"]) {
      const own = systems.filter((monitor) => listAt(monitor, "tags").includes(`env:${environment}`));
      expect(own.length).toBeGreaterThan(0);
      for (const monitor of own) expect(at(monitor, "query")).toContain(`env:${environment}`);
    }
  });
});

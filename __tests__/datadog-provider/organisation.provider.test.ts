import { stackName } from "../../configs";
import { command, evidence } from "../../sandbox/story/evidence-cli";
import { at, listAt } from "../json-at";
import type { StackJson } from "../stacks/synthesized";
import { sandboxConfigs, withThreshold } from "./configs";
import { DatadogWorld } from "./world";

const MINUTES = 60_000;
const ORGANISATION = stackName.datadogOrganisation("sandbox");
const SYSTEM = "credit-scoring";
const MONITORING = stackName.art72Monitoring("sandbox", SYSTEM);
const ARCHIVES = "/api/v2/logs/config/archives";
const ORDERS = {
  archives: "/api/v2/logs/config/archive-order",
  indexes: "/api/v1/logs/config/index-order",
  pipelines: "/api/v1/logs/config/pipeline-order",
};

/** The stacks of the sandbox in an organisation in which others had configured something before. */
describe("The Datadog stacks of an environment, with the real provider", () => {
  let world: DatadogWorld;
  /** What stood in the organisation before, in its order. */
  const theirs: Record<keyof typeof ORDERS, string[]> = { archives: [], indexes: [], pipelines: [] };

  const order = async (of: keyof typeof ORDERS): Promise<unknown[]> => {
    const { body } = await world.console("GET", ORDERS[of]);
    return [
      ...listAt(
        at(body, "data", "attributes", "archive_ids") ?? at(body, "index_names") ?? at(body, "pipeline_ids"),
      ),
    ];
  };
  const monitor = async (named: string): Promise<unknown> => {
    const { body } = await world.console("GET", "/api/v1/monitor");
    return listAt(body).find(
      (one) => String(at(one, "name")).includes(`[${SYSTEM}]`) && String(at(one, "name")).includes(named),
    );
  };
  const plan = async (stack: string): Promise<string[]> =>
    (await (await world.terraform(stack)).plan()).map(({ action, address }) => `${action} ${address}`).sort();
  /** Somebody at the console leaves tags out of the archive, turns every order round, changes a monitor and deletes one. */
  const meddle = async (): Promise<void> => {
    const [archive] = await order("archives");
    const { body } = await world.console("GET", `${ARCHIVES}/${String(archive)}`);
    const attributes = { ...(at(body, "data", "attributes") as object), include_tags: false };
    await world.console("PUT", `${ARCHIVES}/${String(archive)}`, { data: { type: "archives", attributes } });
    const turned = async (of: keyof typeof ORDERS) => (await order(of)).toReversed();
    await world.console("PUT", ORDERS.archives, {
      data: { type: "archive_order", attributes: { archive_ids: await turned("archives") } },
    });
    await world.console("PUT", ORDERS.indexes, { index_names: await turned("indexes") });
    await world.console("PUT", ORDERS.pipelines, { pipeline_ids: await turned("pipelines") });
    const changed = await monitor("Error rate");
    await world.console("PUT", `/api/v1/monitor/${String(at(changed, "id"))}`, { message: "never mind" });
    const deleted = await monitor("Human override rate above plan");
    await world.console("DELETE", `/api/v1/monitor/${String(at(deleted, "id"))}`);
  };
  const putBack = async (): Promise<void> => {
    for (const stack of [ORGANISATION, MONITORING]) await apply(stack);
    for (const stack of [ORGANISATION, MONITORING]) expect([stack, await plan(stack)]).toEqual([stack, []]);
  };
  const apply = async (stack: string): Promise<void> => void (await (await world.terraform(stack)).apply());

  beforeAll(async () => {
    world = await DatadogWorld.start();
    await others(world, theirs);
    await world.synthesize(sandboxConfigs());
  }, 5 * MINUTES);
  afterAll(() => world?.stop(), MINUTES);

  it(
    "are valid for the provider's own schema",
    async () => {
      for (const stack of world.datadogStacks()) await (await world.terraform(stack)).validate();
      expect(world.datadogStacks()).toContain(MONITORING);
    },
    5 * MINUTES,
  );

  it(
    "are applied one after the other, and then there is nothing left to change",
    async () => {
      for (const stack of world.datadogStacks()) {
        const declared = Object.values(world.json(stack).resource ?? {}).flatMap((byId) => Object.keys(byId));
        expect((await (await world.terraform(stack)).apply()).length).toBe(declared.length);
      }
      for (const stack of world.datadogStacks()) expect([stack, await plan(stack)]).toEqual([stack, []]);
    },
    10 * MINUTES,
  );

  it.each(["archives", "indexes", "pipelines"] as const)(
    "stand before the %s of others, which are all there, as they were, in their order",
    async (of) => {
      const now = await order(of);
      expect(theirs[of].length).toBeGreaterThan(1);
      expect(now.slice(-theirs[of].length)).toEqual(theirs[of]);
      expect(now.length).toBeGreaterThan(theirs[of].length);
    },
  );

  it(
    "show in a plan what a changed config changes, and nothing else; applying ends it",
    async () => {
      const before = resources(world.json(MONITORING));
      await world.synthesize(withThreshold(sandboxConfigs(), SYSTEM, "errorRate", 0.07));
      const changed = [...resources(world.json(MONITORING))]
        .filter(([address, body]) => before.get(address) !== body)
        .map(([address]) => `update ${address}`)
        .sort();
      expect(changed).toContain("update datadog_monitor.error_rate");
      expect(await plan(MONITORING)).toEqual(changed);
      await apply(MONITORING);
      expect(await plan(MONITORING)).toEqual([]);
      expect(at(await monitor("Error rate"), "options", "thresholds", "critical")).toBe(0.07);
    },
    3 * MINUTES,
  );

  it(
    "show in a plan what was changed at the console, and are put back by applying",
    async () => {
      await meddle();
      expect(await plan(ORGANISATION)).toEqual([
        "update datadog_logs_archive.art12_sandbox",
        "update datadog_logs_archive_order.art12_first",
        "update datadog_logs_index_order.art12_first",
        "update datadog_logs_pipeline_order.art12_first",
      ]);
      expect(await plan(MONITORING)).toEqual([
        "create datadog_monitor.override_rate_high",
        "update datadog_monitor.error_rate",
      ]);
      await putBack();
      expect((await order("archives")).slice(-theirs.archives.length)).toEqual(theirs.archives.toReversed());
    },
    5 * MINUTES,
  );

  it(
    "are told apart by evidence drift: what was changed at the console, what was deleted there, what it weakens",
    async () => {
      await meddle();
      const args = [
        "drift",
        ORGANISATION,
        MONITORING,
        "--synthesized",
        world.out,
        "--configs",
        "configs",
        "--json",
      ];
      const { status, stdout } = await evidence(args, { ...process.env, ...world.env });
      const report: unknown = JSON.parse(stdout);
      expect(status).toBe(2);
      const changes = listAt(report, "changes").filter((one) => at(one, "cause") !== "noise");
      expect(
        changes.map((one) => `${String(at(one, "cause"))} ${String(at(one, "address"))}`).sort(),
      ).toEqual([
        // Ours first, and the others as they stand now: a third order, neither what was left nor what is there.
        `both ${ORGANISATION}/datadog_logs_archive_order.art12_first`,
        `both ${ORGANISATION}/datadog_logs_index_order.art12_first`,
        `both ${ORGANISATION}/datadog_logs_pipeline_order.art12_first`,
        `console ${MONITORING}/datadog_monitor.error_rate`,
        `console ${ORGANISATION}/datadog_logs_archive.art12_sandbox`,
        `deleted ${MONITORING}/datadog_monitor.override_rate_high`,
      ]);
      const weakened = listAt(report, "findings").filter((one) => at(one, "effect") === "weakens");
      expect(weakened.map((one) => at(one, "rule"))).toEqual(
        expect.arrayContaining(["archive-first", "archive-keeps-tags"]),
      );
      await putBack();
    },
    5 * MINUTES,
  );

  it("name who changed them, from the organisation's audit trail", async () => {
    const { body } = await world.console(
      "GET",
      "/api/v2/audit/events?page[limit]=1000&filter[query]=@usr.id:alice@example.org",
    );
    const events = listAt(body, "data").map((event) => at(event, "attributes", "message"));
    expect(events.join("\n")).toMatch(/alice@example\.org modified archive/);
    expect(events.join("\n")).toMatch(/alice@example\.org deleted monitor/);
  });

  it(
    "do not show that a scanning rule was deleted at the console, which the audit trail does",
    async () => {
      const scanner = "/api/v2/sensitive-data-scanner/config";
      const rules = listAt((await world.console("GET", scanner)).body, "included").filter(
        (one) => at(one, "type") === "sensitive_data_scanner_rule",
      );
      const rule = String(at(rules[0], "id"));
      await world.console("DELETE", `${scanner}/rules/${rule}`);
      // The provider leaves the rule in the state: no plan will ever say so.
      expect(await plan(ORGANISATION)).toEqual([]);
      const { body } = await world.console(
        "GET",
        '/api/v2/audit/events?filter[query]=@action:deleted @evt.name:"Sensitive Data Scanner"',
      );
      expect(
        listAt(body, "data").map((event) => at(event, "attributes", "attributes", "asset", "id")),
      ).toEqual([rule]);
    },
    2 * MINUTES,
  );

  it(
    "refuse to be destroyed: evidence would be lost",
    async () => {
      const options = { cwd: world.dirOf(ORGANISATION), env: { ...process.env, ...world.env } };
      const destroy = await command(
        "terraform",
        ["destroy", "-auto-approve", "-no-color", "-input=false"],
        options,
      );
      expect(destroy.status).toBe(1);
      expect(destroy.stderr).toContain("Instance cannot be destroyed");
      expect(await plan(ORGANISATION)).toEqual([]);
    },
    3 * MINUTES,
  );
});

/** Each resource's declaration by its address. */
const resources = ({ resource = {} }: StackJson): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(resource).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, body]) => [`${type}.${id}`, JSON.stringify(body)] as const),
    ),
  );

/** A broad archive, an index for everything, a pipeline of another team: two of each. */
async function others(world: DatadogWorld, theirs: Record<keyof typeof ORDERS, string[]>): Promise<void> {
  const account = { aws_account_id: "999999999999", auth_config: { role_name: "theirs" } };
  await world.console("POST", "/api/v2/integration/aws/accounts", {
    data: { type: "account", attributes: account },
  });
  for (const name of ["everything", "web"]) {
    const integration = { account_id: "999999999999", role_name: "theirs" };
    const destination = { type: "s3", bucket: "theirs", path: name, integration };
    const attributes = { name, query: name === "web" ? "source:nginx" : "*", destination };
    const archive = await world.console("POST", ARCHIVES, { data: { type: "archives", attributes } });
    theirs.archives.push(String(at(archive.body, "data", "id")));
    const filter = { query: name === "web" ? "source:nginx" : "*" };
    await world.console("POST", "/api/v1/logs/config/indexes", { name, filter });
    theirs.indexes.push(name);
    const sent = { name, filter, is_enabled: true };
    const pipeline = await world.console("POST", "/api/v1/logs/config/pipelines", sent);
    theirs.pipelines.push(String(at(pipeline.body, "id")));
  }
}

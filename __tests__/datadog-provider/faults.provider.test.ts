import { stackName } from "../../configs";
import { command } from "../../sandbox/story/evidence-cli";
import { at, listAt } from "../json-at";
import { sandboxConfigs } from "./configs";
import { DatadogWorld } from "./world";

const MINUTES = 60_000;
const ORGANISATION = stackName.datadogOrganisation("sandbox");
const HANDSHAKE = stackName.art12Logging("sandbox");
const MONITORING = stackName.art72Monitoring("sandbox", "credit-scoring");
const FAULTS = "/__sandbox/faults";
const MONITORS = "/api/v1/monitor";

/** What goes wrong between Terraform and the API. Each test goes on where the one before left off. */
describe("An apply that is disturbed, with the real provider", () => {
  let world: DatadogWorld;

  const apply = async (stack: string) => (await world.terraform(stack)).apply();
  const plan = async (stack: string) => (await world.terraform(stack)).plan();
  const names = async (path: string): Promise<string[]> => {
    const { body } = await world.console("GET", path);
    const all = listAt(Array.isArray(body) ? body : (at(body, "data") ?? at(body, "indexes")));
    return all.map((one) => String(at(one, "name") ?? at(one, "attributes", "name") ?? at(one, "id"))).sort();
  };
  const declared = (stack: string, type: string): string[] =>
    Object.values(world.json(stack).resource?.[type] ?? {})
      .map(({ name }) => String(name))
      .sort();

  beforeAll(async () => {
    world = await DatadogWorld.start();
    await world.synthesize(sandboxConfigs());
  }, 5 * MINUTES);
  afterAll(() => world?.stop(), MINUTES);

  it(
    "is refused while the AWS account is not integrated: the archive could not be written",
    async () => {
      await expect(apply(ORGANISATION)).rejects.toThrow(/is not integrated/);
      await apply(HANDSHAKE);
      await apply(ORGANISATION);
      expect(await plan(ORGANISATION)).toEqual([]);
      expect(await names("/api/v2/logs/config/metrics")).toEqual(
        declared(ORGANISATION, "datadog_logs_metric"),
      );
    },
    6 * MINUTES,
  );

  it(
    "waits for the end of a rate limit, and is done",
    async () => {
      await world.console("POST", FAULTS, { path: `${MONITORS}/validate`, status: 429, skip: 2 });
      await world.console("POST", FAULTS, { path: "/api/v2/logs/config/archives/*", status: 429 });
      expect(await plan(ORGANISATION)).toEqual([]);
      expect((await plan(MONITORING)).length).toBe(declared(MONITORING, "datadog_monitor").length + others());
      expect((await world.console("GET", FAULTS)).body).toEqual([]);
    },
    3 * MINUTES,
  );

  it(
    "fails in the middle when the API does; the next run makes what is missing, and nothing twice",
    async () => {
      // Four monitors are made, and then none, however often the provider tries.
      await world.console("POST", FAULTS, {
        method: "POST",
        path: MONITORS,
        status: 500,
        skip: 4,
        times: 40,
      });
      await expect(apply(MONITORING)).rejects.toThrow(/500 Internal Server Error/);
      const made = await names(MONITORS);
      expect(made.length).toBeGreaterThan(0);
      await world.console("DELETE", FAULTS);

      expect((await apply(MONITORING)).length).toBeGreaterThan(0);
      expect(await plan(MONITORING)).toEqual([]);
      expect(systemsOf(await names(MONITORS))).toEqual(declared(MONITORING, "datadog_monitor"));
    },
    5 * MINUTES,
  );

  it(
    "says so where the answer alone went wrong: what was made is refused a second time, not doubled",
    async () => {
      const { body } = await world.console("GET", MONITORS);
      const one = listAt(body).find((monitor) =>
        String(at(monitor, "name")).includes("Error rate above plan"),
      );
      await world.console("DELETE", `${MONITORS}/${String(at(one, "id"))}`);
      const before = await names(MONITORS);
      await world.console("POST", FAULTS, {
        method: "POST",
        path: MONITORS,
        status: 500,
        afterwards: true,
      });
      await expect(apply(MONITORING)).rejects.toThrow(/Duplicate of an existing monitor_id/);
      expect(await names(MONITORS)).toEqual([...before, String(at(one, "name"))].sort());

      // What to do then: take it into the state.
      const made = listAt((await world.console("GET", MONITORS)).body).find(
        (monitor) => at(monitor, "name") === at(one, "name"),
      );
      const args = [
        "import",
        "-no-color",
        "-input=false",
        "datadog_monitor.error_rate",
        String(at(made, "id")),
      ];
      const options = { cwd: world.dirOf(MONITORING), env: { ...process.env, ...world.env } };
      expect(await command("terraform", args, options)).toMatchObject({ status: 0 });
      await apply(MONITORING);
      expect(await plan(MONITORING)).toEqual([]);
      expect(systemsOf(await names(MONITORS))).toEqual(declared(MONITORING, "datadog_monitor"));
    },
    5 * MINUTES,
  );

  it(
    "is refused an order that was made before somebody else added an archive, and puts ours first in the next run",
    async () => {
      const terraform = { cwd: world.dirOf(ORGANISATION), env: { ...process.env, ...world.env } };
      const { body } = await world.console("GET", "/api/v2/logs/config/archives");
      const [ours] = listAt(body, "data");
      const theirs = await archiveOfOthers(world, "before");
      const order = (ids: unknown[]) =>
        world.console("PUT", "/api/v2/logs/config/archive-order", {
          data: { type: "archive_order", attributes: { archive_ids: ids } },
        });
      await order([theirs, at(ours, "id")]);
      const planned = ["plan", "-no-color", "-input=false", "-out=race.tfplan"];
      expect(await command("terraform", planned, terraform)).toMatchObject({ status: 0 });
      const late = await archiveOfOthers(world, "between plan and apply");
      const applied = await command(
        "terraform",
        ["apply", "-no-color", "-input=false", "race.tfplan"],
        terraform,
      );
      expect(applied.status).toBe(1);
      expect(applied.stderr).toContain("cannot map archives to existing ones");

      await apply(ORGANISATION);
      expect(await plan(ORGANISATION)).toEqual([]);
      const after = (await world.console("GET", "/api/v2/logs/config/archive-order")).body;
      expect(at(after, "data", "attributes", "archive_ids")).toEqual([at(ours, "id"), theirs, late]);
    },
    4 * MINUTES,
  );

  it(
    "is refused an order of what is not there, and the error says what is",
    async () => {
      const before = (await world.console("GET", "/api/v2/logs/config/archive-order")).body;
      const cwd = await world.stackOfOthers({
        datadog_logs_archive_order: { order: { archive_ids: ["none"] } },
        datadog_logs_index_order: { order: { indexes: ["none"] } },
        datadog_logs_pipeline_order: { order: { name: "order", pipelines: ["none"] } },
      });
      const run = (...args: string[]) =>
        command("terraform", args, { cwd, env: { ...process.env, ...world.env } });
      expect(await run("init", "-input=false", "-no-color")).toMatchObject({ status: 0 });
      const { status, stderr } = await run("apply", "-auto-approve", "-input=false", "-no-color");
      expect(status).toBe(1);
      for (const said of ["cannot map archives", "Non existing index none", "cannot map pipelines"])
        expect(stderr).toContain(said);
      expect(stderr).toContain(String(at(before, "data", "attributes", "archive_ids", 0)));
      expect((await world.console("GET", "/api/v2/logs/config/archive-order")).body).toEqual(before);
    },
    2 * MINUTES,
  );

  /** Resources of the stack that are no monitors. */
  const others = (): number =>
    Object.entries(world.json(MONITORING).resource ?? {})
      .filter(([type]) => type !== "datadog_monitor")
      .reduce((sum, [, byId]) => sum + Object.keys(byId).length, 0);
  const systemsOf = (all: readonly string[]): string[] =>
    all.filter((name) => name.includes("[credit-scoring]"));
});

async function archiveOfOthers(world: DatadogWorld, name: string): Promise<string> {
  const integration = { account_id: "123456789012", role_name: "ai-act-evidence-sandbox-datadog-archive" };
  const destination = { type: "s3", bucket: "theirs", path: name, integration };
  const { body } = await world.console("POST", "/api/v2/logs/config/archives", {
    data: { type: "archives", attributes: { name, query: "*", destination } },
  });
  return String(at(body, "data", "id"));
}

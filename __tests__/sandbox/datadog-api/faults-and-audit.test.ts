import { at, listAt } from "../../json-at";
import * as bodies from "./bodies";
import { closeOrganisation, emptyOrganisation, type Organisation } from "./organisation";

const { PATHS } = bodies;
afterEach(closeOrganisation);

const FAULTS = "/__sandbox/faults";
const monitors = async ({ ask }: Organisation): Promise<number> =>
  listAt((await ask("GET", PATHS.monitor)).body).length;

describe("What is to go wrong", () => {
  it("is a rate limit with the headers that say when it ends", async () => {
    const org = await emptyOrganisation();
    await org.ask("POST", FAULTS, { method: "POST", path: PATHS.monitor, status: 429, resetSeconds: 7 });
    const { status, headers, body } = await org.ask("POST", PATHS.monitor, bodies.monitor());
    expect(status).toBe(429);
    expect(at(body, "errors", 0)).toContain("Rate limit");
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-ratelimit-limit": "500",
      "x-ratelimit-period": "10",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": "7",
    });
    expect(await monitors(org)).toBe(0);
    expect((await org.ask("POST", PATHS.monitor, bodies.monitor())).status).toBe(200);
  });

  it("happens as often as was asked, after as many as were let through", async () => {
    const org = await emptyOrganisation();
    await org.ask("POST", FAULTS, { path: PATHS.metric, status: 500, skip: 1, times: 2 });
    const statuses: number[] = [];
    for (const name of ["a", "b", "c", "d"])
      statuses.push((await org.ask("POST", PATHS.metric, bodies.metric(name))).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect((await org.ask("GET", FAULTS)).body).toEqual([]);
  });

  it("may be the answer alone: what was asked is done", async () => {
    const org = await emptyOrganisation();
    await org.ask("POST", FAULTS, { path: PATHS.monitor, status: 500, afterwards: true });
    expect((await org.ask("POST", PATHS.monitor, bodies.monitor())).status).toBe(500);
    expect(await monitors(org)).toBe(1);
  });

  it("can be taken back, and is refused when it is none", async () => {
    const org = await emptyOrganisation();
    await org.ask("POST", FAULTS, [{ path: "/*", status: 503 }]);
    expect((await org.ask("GET", FAULTS)).body).toHaveLength(1);
    expect((await org.ask("DELETE", FAULTS)).status).toBe(204);
    expect((await org.ask("GET", PATHS.monitor)).status).toBe(200);
    expect((await org.ask("POST", FAULTS, { path: "/", status: 200 })).status).toBe(400);
  });
});

describe("The audit trail", () => {
  /** Each event as `<category> <action> <type>`, oldest first. */
  async function told({ ask }: Organisation): Promise<string[]> {
    const { body } = await ask("GET", "/api/v2/audit/events?page[limit]=1000");
    return listAt(body, "data").map((event) => {
      const attributes = at(event, "attributes", "attributes");
      return [at(attributes, "evt", "name"), at(attributes, "action"), at(attributes, "asset", "type")].join(
        " ",
      );
    });
  }

  it("tells of every change, and of no reading or trying", async () => {
    const org = await emptyOrganisation();
    const { ask, made } = org;
    await made(PATHS.account, bodies.account());
    const archive = await made(PATHS.archive, bodies.archive());
    await ask("PUT", PATHS.archiveOrder, bodies.attributes("archive_order", { archive_ids: [archive] }));
    await ask("DELETE", `${PATHS.archive}/${archive}`);
    const group = await made(`${PATHS.scanner}/groups`, bodies.group());
    await ask("PATCH", `${PATHS.scanner}/groups/${group}`, bodies.group("other"));
    await made(PATHS.role, bodies.role());
    await ask("POST", `${PATHS.monitor}/validate`, bodies.monitor());
    await ask("GET", PATHS.monitor);
    expect(await told(org)).toEqual([
      "Integration created amazon-web-services",
      "Log Management created archive",
      "Log Management modified archive",
      "Log Management deleted archive",
      "Sensitive Data Scanner created sensitive_data_scanner",
      "Sensitive Data Scanner modified sensitive_data_scanner",
      "Access Management created role",
    ]);
  });

  it("tells of what was done though the answer went wrong", async () => {
    const org = await emptyOrganisation();
    await org.ask("POST", FAULTS, { path: PATHS.monitor, status: 500, afterwards: true });
    await org.ask("POST", PATHS.monitor, bodies.monitor());
    expect(await told(org)).toEqual(["Monitor created monitor"]);
  });

  it("never holds what was sent", async () => {
    const org = await emptyOrganisation();
    await org.made(PATHS.variable, bodies.variable());
    const { body } = await org.ask("GET", "/api/v2/audit/events");
    expect(listAt(body, "data")).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain("s3cr3t");
  });
});

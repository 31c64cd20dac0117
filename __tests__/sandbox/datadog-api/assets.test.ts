import { at, listAt } from "../../json-at";
import * as bodies from "./bodies";
import { assetIn, closeOrganisation, emptyOrganisation, idOf } from "./organisation";

const { PATHS } = bodies;
afterEach(closeOrganisation);

/** Of JSON:API the attributes, else all. */
const fieldsOf = (body: unknown): unknown => at(assetIn(body), "attributes") ?? assetIn(body);

interface Row {
  readonly kind: string;
  readonly path: string;
  readonly sent: object;
  /** Made before. */
  readonly needs?: readonly (readonly [string, object])[];
  readonly changedBy: "PUT" | "PATCH";
  readonly change: object;
  /** What the answer then says. */
  readonly changed: object;
  /** Statuses of the making, of the deletion, and of what is not there any more. */
  readonly statuses: readonly [made: number, deleted: number, gone: number];
  /** What the server adds to what was sent. */
  readonly added: object;
}

const ROWS: readonly Row[] = [
  {
    ...{ kind: "a monitor", path: PATHS.monitor, sent: bodies.monitor(), changedBy: "PUT" },
    ...{ change: { name: "Errors" }, changed: { name: "Errors", tags: ["article:72"] } },
    statuses: [200, 200, 404],
    added: {
      overall_state: "No Data",
      deleted: null,
      options: { notify_no_data: false, include_tags: true },
    },
  },
  {
    ...{ kind: "a policy of monitors", path: PATHS.policy, sent: bodies.policy(), changedBy: "PATCH" },
    change: bodies.policy({ tag_key: "article" }),
    changed: { policy: { tag_key: "article" } },
    statuses: [200, 204, 404],
    added: {},
  },
  {
    ...{ kind: "an archive", path: PATHS.archive, sent: bodies.archive(), changedBy: "PUT" },
    needs: [[PATHS.account, bodies.account()]],
    change: bodies.archive("art12", { query: "*" }),
    changed: { query: "*" },
    statuses: [200, 204, 404],
    added: { state: "UNKNOWN", rehydration_tags: [], rehydration_max_scan_size_in_gb: null },
  },
  {
    ...{ kind: "an index", path: PATHS.index, sent: bodies.index(), changedBy: "PUT" },
    change: { filter: { query: "*" }, daily_limit: 5 },
    changed: { filter: { query: "*" }, daily_limit: 5, name: "art12" },
    statuses: [200, 202, 404],
    added: { num_retention_days: 15, exclusion_filters: [], daily_limit: null, is_rate_limited: false },
  },
  {
    ...{ kind: "a pipeline", path: PATHS.pipeline, sent: bodies.pipeline(), changedBy: "PUT" },
    change: bodies.pipeline("Art 12", { is_enabled: false }),
    changed: { is_enabled: false },
    statuses: [200, 200, 400],
    added: { type: "pipeline", is_read_only: false, processors: [], tags: [], description: "" },
  },
  {
    ...{ kind: "a metric of logs", path: PATHS.metric, sent: bodies.metric(), changedBy: "PATCH" },
    change: bodies.attributes("logs_metrics", { compute: {}, filter: { query: "*" } }),
    changed: { compute: { aggregation_type: "count" }, filter: { query: "*" } },
    statuses: [200, 204, 404],
    added: { group_by: [{ path: "env", tag_name: "env" }] },
  },
  {
    ...{ kind: "an SLO", path: PATHS.slo, sent: bodies.slo(), changedBy: "PUT" },
    change: bodies.slo({ thresholds: [{ timeframe: "7d", target: 95 }] }),
    changed: { thresholds: [{ timeframe: "7d", target: 95 }] },
    statuses: [200, 200, 404],
    added: { type_id: 1, tags: [], timeframe: "30d", target_threshold: 99 },
  },
  {
    ...{ kind: "a dashboard", path: PATHS.dashboard, sent: bodies.dashboard(), changedBy: "PUT" },
    ...{ change: bodies.dashboard({ title: "Other" }), changed: { title: "Other" } },
    statuses: [200, 200, 404],
    added: {
      ...{ author_handle: "alice@example.org", is_read_only: false, notify_list: [] },
      widgets: [{ id: expect.any(Number), definition: { widgets: [{ id: expect.any(Number) }] } }],
    },
  },
  {
    ...{ kind: "a webhook", path: PATHS.webhook, sent: bodies.webhook(), changedBy: "PUT" },
    ...{ change: { payload: "{}" }, changed: { payload: "{}", url: "https://example.org/hook" } },
    statuses: [201, 200, 404],
    added: { encode_as: "json", payload: expect.stringContaining("$EVENT_TITLE") },
  },
  {
    ...{ kind: "a variable of webhooks", path: PATHS.variable, sent: bodies.variable(), changedBy: "PUT" },
    ...{ change: { is_secret: false, value: "seen" }, changed: { is_secret: false, value: "seen" } },
    statuses: [201, 200, 404],
    added: {},
  },
  {
    ...{ kind: "a role", path: PATHS.role, sent: bodies.role(), changedBy: "PATCH" },
    ...{ change: bodies.role("Readers"), changed: { name: "Readers" } },
    statuses: [200, 204, 404],
    added: { user_count: 0 },
  },
  {
    ...{ kind: "an AWS account", path: PATHS.account, sent: bodies.account(), changedBy: "PATCH" },
    change: bodies.attributes("account", { aws_regions: { include_only: ["eu-central-1"] } }),
    changed: { aws_regions: { include_only: ["eu-central-1"] }, aws_account_id: "123456789012" },
    statuses: [200, 204, 404],
    added: { auth_config: { external_id: expect.stringMatching(/^[0-9a-f]{32}$/) }, account_tags: [] },
  },
];

describe("The API of an organisation", () => {
  it.each(ROWS)("makes, answers, lists, changes and deletes $kind", async (row) => {
    const { ask, made } = await emptyOrganisation();
    for (const [path, body] of row.needs ?? []) await made(path, body);
    const [madeStatus, deletedStatus, goneStatus] = row.statuses;
    const first = await ask("POST", row.path, row.sent);
    expect(first.status).toBe(madeStatus);
    expect(fieldsOf(first.body)).toMatchObject(row.added);

    const id = idOf(assetIn(first.body));
    const item = `${row.path}/${id}`;
    expect(fieldsOf((await ask("GET", item)).body)).toEqual(fieldsOf(first.body));
    const { body } = await ask("GET", row.path);
    const listed = Array.isArray(body) ? body : Object.values(body as object).find(Array.isArray);
    expect(listed?.map(idOf)).toEqual([id]);

    expect(fieldsOf((await ask(row.changedBy, item, row.change)).body)).toMatchObject(row.changed);
    expect(fieldsOf((await ask("GET", item)).body)).toMatchObject(row.changed);

    expect((await ask("DELETE", item)).status).toBe(deletedStatus);
    expect((await ask("GET", item)).status).toBe(goneStatus);
    expect((await ask("DELETE", item)).status).toBe(goneStatus);
  });

  it("never answers the value of a secret variable", async () => {
    const { ask, made } = await emptyOrganisation();
    await made(PATHS.variable, bodies.variable());
    const answers = [
      await ask("GET", `${PATHS.variable}/RISK_REGISTER_TOKEN`),
      await ask("PUT", `${PATHS.variable}/RISK_REGISTER_TOKEN`, { value: "s3cr3t" }),
    ];
    for (const { body } of answers) expect(body).toEqual({ name: "RISK_REGISTER_TOKEN", is_secret: true });
  });

  it("knows a webhook by its new name when it is renamed", async () => {
    const { ask, made } = await emptyOrganisation();
    await made(PATHS.webhook, bodies.webhook());
    await ask("PUT", `${PATHS.webhook}/risk-register`, { name: "register" });
    expect((await ask("GET", `${PATHS.webhook}/risk-register`)).status).toBe(404);
    expect(at((await ask("GET", `${PATHS.webhook}/register`)).body, "url")).toBe("https://example.org/hook");
  });

  it("keeps a cancelled downtime and a disabled user to be seen", async () => {
    const { ask, made } = await emptyOrganisation();
    const downtime = await made(PATHS.downtime, bodies.downtime());
    const user = await made(PATHS.user, bodies.user());
    await ask("DELETE", `${PATHS.downtime}/${downtime}`);
    await ask("DELETE", `${PATHS.user}/${user}`);
    expect(fieldsOf((await ask("GET", `${PATHS.downtime}/${downtime}`)).body)).toMatchObject({
      status: "canceled",
    });
    expect(fieldsOf((await ask("GET", `${PATHS.user}/${user}`)).body)).toMatchObject({ disabled: true });
  });

  it("gives a role what everybody may, unless it opts out", async () => {
    const { ask, made } = await emptyOrganisation();
    const permissions = listAt((await ask("GET", PATHS.permissions)).body, "data");
    const restricted = permissions.filter((one) => at(one, "attributes", "restricted") === true).map(idOf);
    const archives = idOf(permissions.find((one) => at(one, "attributes", "name") === "logs_read_archives"));
    const relationships = { permissions: { data: [{ type: "permissions", id: archives }] } };
    const permitted = async (attributes: object): Promise<string[]> => {
      const id = await made(PATHS.role, bodies.attributes("roles", attributes, { relationships }));
      const { body } = await ask("GET", `${PATHS.role}/${id}`);
      return listAt(body, "data", "relationships", "permissions", "data").map(idOf);
    };
    expect(restricted.length).toBeGreaterThan(0);
    expect((await permitted({ name: "a" })).toSorted()).toEqual([archives, ...restricted].toSorted());
    expect(await permitted({ name: "b", default_permissions_opt_out: true })).toEqual([archives]);
  });

  it("makes a new external id each time it is asked", async () => {
    const { ask } = await emptyOrganisation();
    const ids = [await ask("POST", PATHS.externalId), await ask("POST", PATHS.externalId)].map(({ body }) =>
      at(body, "data", "attributes", "external_id"),
    );
    expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it("takes the id in quotes, as the Terraform provider sends it", async () => {
    const { ask, made } = await emptyOrganisation();
    const id = await made(PATHS.account, bodies.account());
    expect((await ask("GET", `${PATHS.account}/${encodeURIComponent(`"${id}"`)}`)).body).toMatchObject({
      data: { id },
    });
  });

  it("finds users and roles by a part of their name", async () => {
    const { ask, made } = await emptyOrganisation();
    await made(PATHS.user, bodies.user("alice@example.org"));
    await made(PATHS.user, bodies.user("bob@example.org"));
    const { body } = await ask("GET", `${PATHS.user}?filter=bob`);
    expect(listAt(body, "data")).toHaveLength(1);
    expect(at(body, "meta", "page")).toEqual({ total_count: 2, total_filtered_count: 1 });
  });
});

describe("The scanner for sensitive data", () => {
  it("holds rules in groups, counts its versions, and answers a change with the version alone", async () => {
    const { ask, made } = await emptyOrganisation();
    const group = await made(`${PATHS.scanner}/groups`, bodies.group());
    const rule = await made(`${PATHS.scanner}/rules`, bodies.rule(group));
    const all = (await ask("GET", PATHS.scanner)).body;
    expect(at(all, "meta", "version")).toBe(2);
    expect(listAt(all, "included").map(idOf)).toEqual([group, rule]);
    expect(at(all, "included", 0, "relationships", "rules", "data")).toEqual([
      { id: rule, type: "sensitive_data_scanner_rule" },
    ]);
    const changed = await ask(
      "PATCH",
      `${PATHS.scanner}/rules/${rule}`,
      bodies.rule(group, { is_enabled: true }),
    );
    expect(changed.body).toEqual({ meta: { version: 3 } });
    await ask("DELETE", `${PATHS.scanner}/groups/${group}`);
    expect(listAt((await ask("GET", PATHS.scanner)).body, "included")).toEqual([]);
  });

  it("reorders all its groups, and refuses an order that leaves one out", async () => {
    const { ask, made } = await emptyOrganisation();
    const first = await made(`${PATHS.scanner}/groups`, bodies.group("first"));
    const second = await made(`${PATHS.scanner}/groups`, bodies.group("second"));
    const order = (...ids: string[]) =>
      ask("PATCH", PATHS.scanner, {
        data: {
          relationships: {
            groups: { data: ids.map((id) => ({ id, type: "sensitive_data_scanner_group" })) },
          },
        },
      });
    expect((await order(second, first)).status).toBe(200);
    const { body } = await ask("GET", PATHS.scanner);
    expect(listAt(body, "data", "relationships", "groups", "data").map(idOf)).toEqual([second, first]);
    expect((await order(first)).status).toBe(400);
  });
});

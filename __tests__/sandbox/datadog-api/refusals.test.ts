import * as bodies from "./bodies";
import { closeOrganisation, emptyOrganisation } from "./organisation";

const { PATHS } = bodies;
afterEach(closeOrganisation);

interface Row {
  readonly what: string;
  readonly path: string;
  readonly sent: unknown;
  readonly status: number;
  readonly says: string;
  readonly needs?: readonly (readonly [string, object])[];
}

const WITH_ACCOUNT = [[PATHS.account, bodies.account()]] as const;
const s3 = (more: object) => ({
  destination: {
    ...{ type: "s3", bucket: "vault", path: "" },
    integration: { account_id: "123456789012", role_name: "datadog-archive" },
    ...more,
  },
});

const ROWS: readonly Row[] = [
  {
    ...{
      what: "a monitor of an unknown type",
      path: PATHS.monitor,
      sent: bodies.monitor({ type: "metric" }),
    },
    ...{ status: 400, says: "The value provided for parameter 'type' is invalid" },
  },
  {
    ...{ what: "a monitor without a query", path: PATHS.monitor, sent: bodies.monitor({ query: "" }) },
    ...{ status: 400, says: "The value provided for parameter 'query' is invalid" },
  },
  {
    what: "a monitor whose query is of another type",
    ...{ path: PATHS.monitor, sent: bodies.monitor({ query: 'logs("a").index("*").last("5m") > 5' }) },
    ...{ status: 400, says: "The value provided for parameter 'query' is invalid" },
  },
  {
    what: "a monitor whose threshold is not that of its query",
    ...{ path: PATHS.monitor, sent: bodies.monitor({ options: { thresholds: { critical: 6 } } }) },
    ...{ status: 400, says: "Alert threshold (6) does not match that used in the query (5)." },
  },
  {
    what: "a monitor with a warning and no alert",
    ...{ path: PATHS.monitor, sent: bodies.monitor({ options: { thresholds: { warning: 3 } } }) },
    ...{ status: 400, says: "Alert status is required." },
  },
  {
    what: "a composite of monitors that are not there",
    ...{ path: PATHS.monitor, sent: bodies.monitor({ type: "composite", query: "1 && 2", options: {} }) },
    ...{ status: 400, says: "Some monitor IDs are invalid" },
  },
  {
    what: "a second monitor that is like the first in all that counts",
    ...{ path: PATHS.monitor, sent: bodies.monitor(), needs: [[PATHS.monitor, bodies.monitor()]] },
    ...{ status: 400, says: "Duplicate of an existing monitor_id:" },
  },
  {
    what: "a monitor without the tag that a policy wants",
    ...{ path: PATHS.monitor, sent: bodies.monitor() },
    needs: [[PATHS.policy, bodies.policy({ tag_key_required: true })]],
    ...{ status: 400, says: "ai_system" },
  },
  {
    what: "a monitor with a tag value that a policy does not know",
    ...{ path: PATHS.monitor, sent: bodies.monitor({ tags: ["ai_system:other"] }) },
    ...{ needs: [[PATHS.policy, bodies.policy()]], status: 400, says: "ai_system:other" },
  },
  {
    what: "an archive in an account that is not integrated",
    ...{ path: PATHS.archive, sent: bodies.archive(), status: 400, says: "not integrated" },
  },
  {
    what: "an archive whose query cannot be read",
    ...{ path: PATHS.archive, sent: bodies.archive("a", { query: "(a" }), needs: WITH_ACCOUNT },
    ...{ status: 400, says: "Invalid query" },
  },
  {
    what: "an archive in a storage class from which nothing comes back",
    ...{ path: PATHS.archive, sent: bodies.archive("a", s3({ storage_class: "DEEP_ARCHIVE" })) },
    ...{ needs: WITH_ACCOUNT, status: 400, says: "Invalid storage class DEEP_ARCHIVE" },
  },
  {
    what: "an archive with a key service and no key",
    ...{ path: PATHS.archive, sent: bodies.archive("a", s3({ encryption: { type: "SSE_KMS" } })) },
    ...{ needs: WITH_ACCOUNT, status: 400, says: "SSE_KMS" },
  },
  {
    what: "a second index of the same name",
    ...{ path: PATHS.index, sent: bodies.index(), needs: [[PATHS.index, bodies.index()]] },
    ...{ status: 400, says: "already exists" },
  },
  {
    what: "an index whose exclusion filter cannot be read",
    ...{ path: PATHS.index, status: 400, says: "Invalid query" },
    sent: bodies.index("a", { exclusion_filters: [{ name: "x", filter: { query: "a AND" } }] }),
  },
  {
    what: "a pipeline whose filter cannot be read",
    ...{ path: PATHS.pipeline, sent: bodies.pipeline("a", { filter: { query: "NOT" } }) },
    ...{ status: 400, says: "Invalid query" },
  },
  {
    what: "a second metric of the same name",
    ...{ path: PATHS.metric, sent: bodies.metric(), needs: [[PATHS.metric, bodies.metric()]] },
    ...{ status: 409, says: "already exists" },
  },
  {
    what: "a distribution of nothing",
    ...{ path: PATHS.metric, sent: bodies.metric("m", { compute: { aggregation_type: "distribution" } }) },
    ...{ status: 400, says: "path" },
  },
  {
    what: "an SLO that wants everything",
    ...{ path: PATHS.slo, sent: bodies.slo({ thresholds: [{ timeframe: "7d", target: 100 }] }) },
    ...{ status: 400, says: "target 100" },
  },
  {
    what: "an SLO over a monitor that is not there",
    ...{ path: PATHS.slo, sent: bodies.slo({ type: "monitor", monitor_ids: [1] }) },
    ...{ status: 400, says: "monitor 1" },
  },
  {
    what: "a dashboard without widgets",
    ...{
      path: PATHS.dashboard,
      sent: bodies.dashboard({ widgets: undefined }),
      status: 400,
      says: "widgets",
    },
  },
  {
    what: "a variable in small letters",
    ...{ path: PATHS.variable, sent: bodies.variable({ name: "token" }), status: 400, says: "uppercase" },
  },
  {
    what: "a second webhook of the same name",
    ...{ path: PATHS.webhook, sent: bodies.webhook(), needs: [[PATHS.webhook, bodies.webhook()]] },
    ...{ status: 400, says: "already exists" },
  },
  {
    what: "a second user of the same address",
    ...{ path: PATHS.user, sent: bodies.user(), needs: [[PATHS.user, bodies.user()]] },
    ...{ status: 409, says: "User inspector@example.org already exists" },
  },
  {
    what: "a second integration of an account",
    ...{
      path: PATHS.account,
      sent: bodies.account(),
      needs: WITH_ACCOUNT,
      status: 409,
      says: "already exists",
    },
  },
  {
    what: "a role with a permission that does not exist",
    path: PATHS.role,
    sent: bodies.attributes(
      "roles",
      { name: "r" },
      { relationships: { permissions: { data: [{ type: "permissions", id: "none" }] } } },
    ),
    ...{ status: 404, says: "permission none" },
  },
  {
    what: "a scanning rule without its group",
    ...{ path: `${PATHS.scanner}/rules`, sent: bodies.rule("none"), status: 400, says: "Group none" },
  },
  { what: "what is no JSON", path: PATHS.monitor, sent: "{", status: 400, says: "Invalid JSON" },
  { what: "what it does not know", path: "/api/v2/nothing", sent: {}, status: 404, says: "Not found" },
];

describe("The API refuses", () => {
  it.each(ROWS)("$what", async ({ path, sent, status, says, needs = [] }) => {
    const { ask, made } = await emptyOrganisation();
    for (const [before, body] of needs) await made(before, body);
    const answer = await ask("POST", path, sent);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toContain(says);
  });

  it("to say that a monitor would do which it would not make", async () => {
    const { ask, made } = await emptyOrganisation();
    const wrong = bodies.monitor({ options: { thresholds: { critical: 6 } } });
    expect((await ask("POST", `${PATHS.monitor}/validate`, wrong)).status).toBe(400);
    expect((await ask("POST", `${PATHS.monitor}/validate`, bodies.monitor())).body).toEqual({});
    const id = await made(PATHS.monitor, bodies.monitor());
    expect((await ask("POST", `${PATHS.monitor}/${id}/validate`, wrong)).status).toBe(400);
    expect((await ask("POST", `${PATHS.monitor}/${id}/validate`, bodies.monitor())).status).toBe(200);
    expect((await ask("GET", PATHS.monitor)).body).toHaveLength(1);
  });

  it("a name of an index that was deleted, for ever", async () => {
    const { ask, made } = await emptyOrganisation();
    await made(PATHS.index, bodies.index());
    await ask("DELETE", `${PATHS.index}/art12`);
    const again = await ask("POST", PATHS.index, bodies.index());
    expect(again.status).toBe(400);
    expect(JSON.stringify(again.body)).toContain("art12");
  });

  it.each([
    ["no keys", {}],
    ["an API key alone", { "dd-api-key": "key" }],
    ["another API key", { "dd-api-key": "other", "dd-application-key": "application-key" }],
    ["another application key", { "dd-api-key": "key", "dd-application-key": "other" }],
    [
      "an application key that only looks like one",
      { "dd-api-key": "key", "dd-application-key": "toString" },
    ],
  ])("who comes with %s", async (_, keys) => {
    const { ask } = await emptyOrganisation();
    const answers = [
      await ask("GET", PATHS.monitor, undefined, keys),
      await ask("POST", PATHS.monitor, bodies.monitor(), keys),
      await ask("GET", "/api/v2/audit/events", undefined, keys),
    ];
    for (const { status, body } of answers) expect([status, body]).toEqual([403, { errors: ["Forbidden"] }]);
    expect((await ask("GET", PATHS.monitor)).body).toEqual([]);
  });

  it("an API key that is not its own, when only that is asked", async () => {
    const { ask } = await emptyOrganisation();
    expect((await ask("GET", "/api/v1/validate")).body).toEqual({ valid: true });
    expect((await ask("GET", "/api/v1/validate", undefined, { "dd-api-key": "other" })).status).toBe(403);
  });
});

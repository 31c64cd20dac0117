import fastify, { type FastifyInstance } from "fastify";
import type { Notification } from "../../../sandbox/datadog/monitors/monitors";
import { handlesIn, renderMessage } from "../../../sandbox/datadog/webhooks/message";
import { readCustomVariables, readWebhooks, Webhooks } from "../../../sandbox/datadog/webhooks/webhooks";

function notification(message: string, more: Partial<Notification> = {}): Notification {
  return {
    monitor: {
      ...{ id: "1001", name: 'Drift "high"', type: "query alert", message, priority: 2, options: {} },
      query: "sum(last_1d):sum:art12.decisions{env:a}.as_count() > 0.1",
      tags: ["ai_system:credit-scoring", "article:72"],
    },
    ...{ group: ["env:a"], state: "Alert", transition: "Triggered", value: 0.21, threshold: 0.1, cycle: "c" },
    at: new Date("2026-11-24T21:00:00.000Z"),
    ...more,
  };
}

describe("a monitor's message", () => {
  const recovered = { state: "OK", transition: "Recovered" } as const;
  it.each<[string, Partial<Notification>, string]>([
    ["{{value}} is over {{threshold}} in {{env.name}}", {}, "0.21 is over 0.1 in a"],
    ["{{#is_alert}}bad{{/is_alert}}{{#is_recovery}}good{{/is_recovery}}", {}, "bad"],
    ["{{#is_alert}}bad{{/is_alert}}{{#is_recovery}}good{{/is_recovery}}", recovered, "good"],
    ["{{^is_recovery}}not yet{{/is_recovery}}", {}, "not yet"],
    ["{{#is_alert}}a {{#is_renotify}}again{{/is_renotify}}b{{/is_alert}}", {}, "a b"],
    ["{{#is_renotify}}again{{/is_renotify}}", { transition: "Re-Triggered" }, "again"],
    ["{{#is_mystery}}x{{/is_mystery}}{{nobody}}", {}, ""],
  ])("%s becomes what is told", (message, more, text) => {
    expect(renderMessage(notification(message, more))).toBe(text);
  });

  it("names who is told, and an address is no handle inside a word", () => {
    const text =
      "See @webhook-risk-register. @slack-team, mail @jane@bank.example or x@y.example (@webhook-b)";
    expect(handlesIn(text)).toEqual([
      "webhook-risk-register",
      "slack-team",
      "jane@bank.example",
      "webhook-b",
    ]);
  });
});

interface Arrived {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let server: FastifyInstance | undefined;
afterEach(async () => {
  await server?.close();
});

/** A receiver that answers with these statuses in turn, the last one for ever. */
async function receiver(...statuses: readonly number[]) {
  const arrived: Arrived[] = [];
  server = fastify();
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_, body, done) => done(null, body));
  server.post("/alerts", ({ headers, body }, reply) => {
    const status = statuses[Math.min(arrived.length, statuses.length - 1)] ?? 200;
    arrived.push({ headers, body: body as string });
    return reply.code(status).send(`status ${status}`);
  });
  const url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { arrived, url: `${url}/alerts` };
}

function webhooksTo(url: string, more: object = {}, variables: readonly object[] = []) {
  const organisation = { id: "1", name: "sandbox" };
  const webhooks = new Webhooks({ app: "https://app.datadoghq.eu", organisation, retryAfterMs: 1 });
  const payload = JSON.stringify({
    ...{ title: "$EVENT_TITLE", transition: "$ALERT_TRANSITION", id: "$ALERT_ID", query: "$ALERT_QUERY" },
    ...{ at: "$DATE", link: "$LINK", tags: "$TAGS", system: "$TAGS[ai_system]", priority: "$ALERT_PRIORITY" },
    ...{ text: "$TEXT_ONLY_MSG", unknown: "$NOBODY", org: "$ORG_NAME" },
  });
  webhooks.configure(
    readWebhooks([{ name: "register", url, encode_as: "json", payload, ...more }]),
    readCustomVariables(variables as Record<string, unknown>[]),
  );
  return webhooks;
}

const TOLD = notification('A line,\nand "quoted". @webhook-register');

describe("a webhook", () => {
  it("sends its payload as JSON with every variable filled in, quotes and line breaks too", async () => {
    const { arrived, url } = await receiver();
    const [delivery] = await webhooksTo(url).notify(TOLD);
    expect(delivery).toMatchObject({ handle: "webhook-register", attempts: 1, status: 200 });
    expect(JSON.parse(arrived[0]?.body ?? "")).toEqual({
      title: '[P2] [Triggered on {env:a}] Drift "high"',
      transition: "Triggered",
      id: "1001",
      query: TOLD.monitor.query,
      at: "1795554000000",
      link: "https://app.datadoghq.eu/monitors/1001",
      tags: "monitor, env:a, ai_system:credit-scoring, article:72",
      system: "credit-scoring",
      priority: "P2",
      text: 'A line,\nand "quoted". @webhook-register',
      unknown: "$NOBODY",
      org: "sandbox",
    });
  });

  it("fills custom variables, secret ones too, into address and headers", async () => {
    const { arrived, url } = await receiver();
    const headers = JSON.stringify({ authorization: "Bearer $REGISTER_TOKEN" });
    const variables = [
      { name: "REGISTER_TOKEN", value: "s3cret", is_secret: true },
      { name: "PLACE", value: "alerts" },
    ];
    await webhooksTo(url.replace("alerts", "$PLACE"), { custom_headers: headers }, variables).notify(TOLD);
    expect(arrived[0]?.headers).toMatchObject({
      authorization: "Bearer s3cret",
      "content-type": "application/json",
    });
  });

  it("sends a form when told to", async () => {
    const { arrived, url } = await receiver();
    const payload = '{"id": "$ALERT_ID", "nested": {"a": 1}}';
    await webhooksTo(url, { encode_as: "form", payload }).notify(TOLD);
    expect([...new URLSearchParams(arrived[0]?.body)]).toEqual([
      ["id", "1001"],
      ["nested", '{"a":1}'],
    ]);
  });

  it("without a payload of its own sends the vendor's", async () => {
    const { arrived, url } = await receiver();
    await webhooksTo(url, { payload: undefined }).notify(TOLD);
    expect(JSON.parse(arrived[0]?.body ?? "")).toMatchObject({ event_type: "query_alert_monitor" });
  });

  it.each([
    ["after a failure of the receiver, until it works", [503, 500, 200], { attempts: 3, status: 200 }],
    ["no more than five times", [500], { attempts: 6, status: 500, error: "the receiver failed" }],
    ["not at all when it is refused", [422], { attempts: 1, status: 422, error: "refused: status 422" }],
  ])("tries again %s", async (_, statuses, expected) => {
    const { url } = await receiver(...statuses);
    expect(await webhooksTo(url).notify(TOLD)).toMatchObject([expected]);
  });

  it("tries again where nobody listens, and then says so", async () => {
    const [delivery] = await webhooksTo("http://127.0.0.1:1/alerts").notify(TOLD);
    expect(delivery).toMatchObject({ attempts: 6, error: expect.any(String) as string });
  });

  it.each([
    ["a webhook that does not exist", "@webhook-other", "there is no webhook other"],
    ["a handle of another kind", "@slack-team", "no webhook: not sent from here"],
  ])("is not made up for %s", async (_, message, error) => {
    const [delivery] = await webhooksTo("http://127.0.0.1:1").notify(notification(message));
    expect(delivery).toMatchObject({ attempts: 0, error });
  });

  it("leaves the sandbox for no address that nobody plays here", async () => {
    const { arrived, url } = await receiver();
    const webhooks = webhooksTo("https://register.example.org/alerts");
    expect(await webhooks.notify(TOLD)).toMatchObject([
      { attempts: 0, error: "not sent: nobody plays https://register.example.org here" },
    ]);
    webhooks.reach({ "https://register.example.org": new URL(url).origin });
    expect(await webhooks.notify(TOLD)).toMatchObject([{ status: 200 }]);
    expect(arrived).toHaveLength(1);
  });

  it("with a payload that is no JSON sends nothing, and says so", async () => {
    const { arrived, url } = await receiver();
    const [delivery] = await webhooksTo(url, { payload: '{"id": $ALERT_TRANSITION}' }).notify(TOLD);
    expect(delivery?.error).toMatch(/^not sent: /);
    expect(arrived).toEqual([]);
  });
});

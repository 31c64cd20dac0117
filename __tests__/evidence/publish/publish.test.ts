import { Confluence, type AtlassianAccess } from "../../../evidence/atlassian";
import { pagesOf, publish, type Publishable } from "../../../evidence/publish";
import { startAtlassian, type AtlassianStandIn } from "../../../sandbox/atlassian/server";

const ACCOUNT = { email: "bot@example.org", token: "token-of-the-test-account" };
const SPACE = "65537";
const ABOUT = {
  ...{ environment: "production", system: "credit-scoring" },
  dashboard: "https://app.datadoghq.eu/dashboard/lists?q=credit&x=1",
};
const PLAN = "credit-scoring, production: Post-market monitoring plan";

let atlassian: AtlassianStandIn;
let access: AtlassianAccess;
beforeEach(async () => {
  atlassian = await startAtlassian(ACCOUNT);
  access = {
    site: atlassian.url,
    ...ACCOUNT,
    retryAfterMs: [1, 1],
    longestWaitMs: 2_000,
    answerWithinMs: 2_000,
  };
});
afterEach(() => atlassian.stop());

const documents = (text = "Thresholds are reviewed monthly."): readonly Publishable[] => [
  {
    name: "annex-iv-9-post-market-monitoring-plan",
    title: "Post-market monitoring plan",
    markdown: `# Post-market monitoring plan\n\n${text}\n\nSee the [logging plan](logging-plan.md).\n`,
  },
  { name: "logging-plan", title: "Logging plan", markdown: "# Logging plan\n\nOne event an inference.\n" },
];

const run = (given = documents(), more: { force?: boolean; dryRun?: boolean } = {}) =>
  publish({
    ...{ confluence: new Confluence(access), spaceId: SPACE, parentId: undefined },
    ...{ pages: pagesOf(given, ABOUT), force: false, dryRun: false, ...more },
  });
const outcomes = async (...args: Parameters<typeof run>) =>
  (await run(...args)).map(({ outcome }) => outcome);
const body = () => atlassian.confluence.pages.find(({ title }) => title === PLAN)?.body ?? "";

describe("Documents that are published to Confluence", () => {
  it("become pages that link to each other and to the dashboard in Datadog", async () => {
    expect(await outcomes()).toEqual(["created", "created"]);
    expect(atlassian.confluence.pages.map(({ title }) => title)).toEqual([
      PLAN,
      "credit-scoring, production: Logging plan",
    ]);
    expect(body()).toContain('<a href="https://app.datadoghq.eu/dashboard/lists?q=credit&amp;x=1">');
    expect(body()).toContain('<ri:page ri:content-title="credit-scoring, production: Logging plan" />');
    expect(body()).not.toContain("<h1>");
  });

  it("are written again only when they have changed", async () => {
    await run();
    expect(await outcomes()).toEqual(["unchanged", "unchanged"]);
    expect(atlassian.asked.filter((each) => each.startsWith("PUT"))).toEqual([]);
    expect(await outcomes(documents("Thresholds are reviewed weekly."))).toEqual(["updated", "unchanged"]);
    expect(body()).toContain("weekly");
    expect(await outcomes(documents("Thresholds are reviewed weekly."))).toEqual(["unchanged", "unchanged"]);
  });

  it("are shown in a dry run, line by line, and nothing is written", async () => {
    expect(await outcomes(documents(), { dryRun: true })).toEqual(["created", "created"]);
    expect(atlassian.confluence.pages).toEqual([]);
    await run();
    const asked = atlassian.asked.length;
    const [plan] = await run(documents("Thresholds are reviewed weekly."), { dryRun: true });
    expect(plan).toMatchObject({
      outcome: "updated",
      changes: ["- Thresholds are reviewed monthly.", "+ Thresholds are reviewed weekly."],
    });
    expect(atlassian.asked.slice(asked).every((each) => each.startsWith("GET"))).toBe(true);
  });

  it("never lie over what a person changed, unless they are told to", async () => {
    await run();
    atlassian.confluence.edit(PLAN, "<p>The committee decided otherwise.</p>");
    expect(await outcomes(documents("New."))).toEqual(["edited", "unchanged"]);
    expect(body()).toContain("committee");
    expect(await outcomes(documents("New."), { force: true })).toEqual(["updated", "unchanged"]);
    expect(body()).toContain("New.");
    expect(await outcomes(documents("New."))).toEqual(["unchanged", "unchanged"]);
  });

  it("leave somebody else's page of the same title alone", async () => {
    const theirs = { spaceId: SPACE, title: PLAN, body: "<p>ours since 2019</p>" };
    await new Confluence(access).createPage(theirs);
    expect(await outcomes()).toEqual(["not-ours", "created"]);
    expect(body()).toBe(theirs.body);
  });

  it.each([
    ["the page was made", { method: "POST", path: /\/properties$/ }],
    ["the page was written", { method: "PUT", path: /\/pages\/\d+$/, done: true }],
  ])("are ours after a crash between %s and that being noted", async (what, fault) => {
    if (what.includes("written")) await run();
    atlassian.fail({ ...fault });
    const text = what.includes("written") ? "New." : undefined;
    await expect(run(documents(text))).rejects.toMatchObject({ fault: "unsure" });
    expect((await outcomes(documents(text))).every((each) => each !== "edited" && each !== "not-ours")).toBe(
      true,
    );
    expect(await outcomes(documents(text))).toEqual(["unchanged", "unchanged"]);
    expect(atlassian.confluence.pages).toHaveLength(2);
  });

  it("are read anew and tried once more when somebody was faster", async () => {
    await run();
    atlassian.fail({ method: "PUT", path: /\/pages\/\d+$/, status: 409 });
    expect(await outcomes(documents("New."))).toEqual(["updated", "unchanged"]);
    atlassian.fail({ method: "PUT", path: /\/pages\/\d+$/, status: 409, times: 2 });
    expect(await outcomes(documents("Newer."))).toEqual(["conflict", "unchanged"]);
  });

  it("are named where a page that the account does not see has their title", async () => {
    atlassian.fail({ method: "POST", path: /\/pages$/, status: 409, times: 2 });
    expect(await outcomes()).toEqual(["title-taken", "created"]);
  });

  it("do not lie over what a person wrote in the moment between reading and writing", async () => {
    await run();
    const confluence = new Confluence(access);
    const update = confluence.updatePage.bind(confluence);
    confluence.updatePage = async (...args) => {
      atlassian.confluence.edit(PLAN, "<p>in between</p>");
      return update(...args);
    };
    const pages = pagesOf(documents("New."), ABOUT);
    const published = await publish({ confluence, spaceId: SPACE, pages, force: false, dryRun: false });
    expect(published.map(({ outcome }) => outcome)).toEqual(["edited", "unchanged"]);
    expect(body()).toBe("<p>in between</p>");
  });

  it("wait as long as Confluence asks, and then go on", async () => {
    atlassian.fail({ method: "GET", path: /\/pages$/, status: 429, headers: { "retry-after": "1" } });
    expect(await outcomes()).toEqual(["created", "created"]);
  });

  it.each<[string, object, string]>([
    ["knows nobody", { status: 401 }, "not-allowed"],
    ["wants to be left alone for an hour", { status: 429, headers: { "retry-after": "3600" } }, "busy"],
    ["fails for good", { status: 503, times: 9 }, "unsure"],
    ["does not answer", { slowMs: 2_200, times: 9 }, "unsure"],
  ])("end with a fault in words when Confluence %s", async (_, fault, expected) => {
    atlassian.fail({ method: "GET", path: /\/pages$/, ...fault });
    const error: unknown = await run().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fault: expected });
    expect(String(error)).not.toContain(ACCOUNT.token);
    expect(String(error)).not.toContain(Buffer.from(`${ACCOUNT.email}:${ACCOUNT.token}`).toString("base64"));
  });
});

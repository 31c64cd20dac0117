import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Confluence, Jira } from "../../../evidence/atlassian";

/** What Jira or Confluence answer whatever they are asked. */
let answer: unknown;
let server: Server;
let site: string;
beforeAll(async () => {
  server = createServer((request, response) => request.resume().on("end", () => response.end(JSON.stringify(answer)))); // prettier-ignore
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const access = () => ({ site, email: "bot@example.org", token: "token-of-the-test-account" });
const search = () => new Jira(access()).withLabel("RISK", "ai-act-1");
const space = () => new Confluence(access()).space("AIACT");

describe("An answer of another form than Atlassian describes is no answer: nothing is opened or made because of it", () => {
  it.each<[string, () => Promise<unknown>, unknown]>([
    ["a search that does not say which issues there are", search, {}],
    ["a search with words in the issues' place", search, { issues: "none" }],
    ["an issue without a key", search, { issues: [{ id: "1" }] }],
    ["a search whose pages never end", search, { issues: [], nextPageToken: "again" }],
    ["nothing at all", search, null],
    ["a list without results", space, {}],
    ["a list whose pages never end", space, { results: [], _links: { next: "/x?cursor=again" } }],
    ["a list that leads on to no address", space, { results: [], _links: { next: "http://[" } }],
  ])("%s", async (_, ask, given) => {
    answer = given;
    await expect(ask()).rejects.toMatchObject({ fault: "unsure" });
  });

  it("and an empty one says that there is none", async () => {
    answer = { issues: [], isLast: true };
    expect(await search()).toEqual([]);
    answer = { results: [], _links: {} };
    expect(await space()).toBeUndefined();
  });
});

import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { startAtlassian, type AtlassianStandIn } from "../../sandbox/atlassian/server";
import { temporaryFolder } from "../temporary";
import { publish } from "./run-records";

const ACCOUNT = { email: "bot@example.org", token: "token-of-the-test-account" };
const SET = ["ATLASSIAN_EMAIL", "ATLASSIAN_API_TOKEN", "ATLASSIAN_URL"];
const before = { ...process.env };

let atlassian: AtlassianStandIn;
beforeEach(async () => {
  atlassian = await startAtlassian(ACCOUNT);
  process.env["ATLASSIAN_URL"] = atlassian.url;
  process.env["ATLASSIAN_EMAIL"] = ACCOUNT.email;
  process.env["ATLASSIAN_API_TOKEN"] = ACCOUNT.token;
});
afterEach(async () => {
  await atlassian.stop();
  for (const name of SET) delete process.env[name];
  Object.assign(process.env, before);
});

function documents(): string {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "logging-plan.md"), "# Logging plan\n\nOne event an inference.\n");
  writeFileSync(path.join(folder, "README.md"), "# Documents\n\n- [Logging plan](logging-plan.md)\n");
  return folder;
}

const run = (folder: string, ...more: string[]) =>
  publish("--environment", "sandbox", "--system", "credit-scoring", "--documents", folder, ...more);

describe("evidence publish", () => {
  it("shows what would change with exit code 2, publishes it with 0, and then has nothing to do", async () => {
    const folder = documents();
    const dry = await run(folder, "--dry-run");
    expect(dry).toMatchObject({ exitCode: 2, stdout: expect.stringContaining("would be created") });
    expect(dry.stdout).toContain("+ One event an inference.");
    expect(await run(folder)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("credit-scoring, sandbox: Logging plan: created"),
    });
    expect(await run(folder, "--dry-run")).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining("unchanged"),
    });
    const [page] = atlassian.confluence.pages;
    const title = encodeURIComponent("[EU AI Act] credit-scoring (sandbox): post-market monitoring");
    expect(page?.body).toContain(`https://app.datadoghq.eu/dashboard/lists?q=${title}`);
  });

  it("names a page that a person changed, leaves it alone, and ends with exit code 2", async () => {
    const folder = documents();
    await run(folder);
    atlassian.confluence.edit("credit-scoring, sandbox: Logging plan", "<p>mine</p>");
    const said = await run(folder, "--json");
    expect(said.exitCode).toBe(2);
    expect(JSON.parse(said.stdout)).toMatchObject({ pages: [{ outcome: "edited" }] });
    expect(await run(folder, "--force")).toMatchObject({ exitCode: 0 });
  });

  it.each<[string, (folder: string) => void, string]>([
    ["without a token", () => delete process.env["ATLASSIAN_API_TOKEN"], "atlassian-credentials-missing"],
    ["with a wrong token", () => (process.env["ATLASSIAN_API_TOKEN"] = "another"), "atlassian-refused"],
    [
      "with a document that has no title",
      (folder) => writeFileSync(path.join(folder, "x.md"), "no title\n"),
      "documents-to-publish-missing",
    ],
  ])("ends with a fault of the user's %s", async (_, prepare, fault) => {
    const folder = documents();
    prepare(folder);
    const said = await run(folder);
    expect(said).toMatchObject({ exitCode: 1, fault });
    expect(atlassian.confluence.pages).toEqual([]);
  });

  it("says where documents come from when there are none", async () => {
    const folder = path.join(temporaryFolder(), "empty");
    mkdirSync(folder);
    expect(await run(folder)).toMatchObject({ exitCode: 1, fault: "documents-to-publish-missing" });
  });
});

import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentHtml } from "../../../evidence/documents";
import { documentKey } from "../../../evidence/documentation";
import { stranger } from "../records/actors";
import { CHANGES, DEVELOPMENT, documentOf } from "./inputs";
import { ReleasedVault, TAGS } from "./released";

const recordedIn = async (released: ReleasedVault, name = CHANGES) =>
  documentOf(name, { vault: released.vault() });
const section = (markdown: string, title: string) =>
  markdown.split(`## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

const RELEASES = "Model versions let into production, with what their runs say";
const DOUBTS = "Records that are not to be relied on";

describe("The record of changes (Annex IV, point 6)", () => {
  it("says of each release what its run says, who let it in, and where that is recorded", async () => {
    const released = await new ReleasedVault().release();
    const { markdown, elements } = await recordedIn(released);
    expect(elements.map(({ state }) => state)).toEqual(["present", "present"]);
    const releases = section(markdown, RELEASES);
    for (const value of Object.values(TAGS)) expect(releases).toContain(value);
    expect(releases).toContain(`| Ada | \`${released.snapshot}\` |`);
  });

  it("says whether the change is a substantial modification, and by whom that was assessed", async () => {
    const { markdown } = await recordedIn(await new ReleasedVault().release());
    expect(section(markdown, "Whether a change is a substantial modification")).toMatch(
      /\| `4` \| predetermined \| new quarter, as the change plan foresees \| {2}\| Berta \| `records\/gate\//,
    );
  });

  it("lists refusals and promotions of the gate", async () => {
    const { markdown } = await recordedIn(await new ReleasedVault().release());
    const decisions = section(markdown, "Decisions of the gate");
    expect(decisions).toMatch(/\| refuse \| `4` \|.*\| 1 thing missing/);
    expect(decisions).toMatch(/\| promote \| `4` \| alias `champion` \|/);
  });

  it("lists reviews and deploys of the stacks that carry the system, and of no others", async () => {
    const released = await (await new ReleasedVault().deploy()).deploy("sandbox-evidence-vault");
    const infrastructure = section(
      (await recordedIn(released)).markdown,
      "Reviews and deploys of what carries the system and its log",
    );
    expect(infrastructure).toMatch(
      /\| strengthens \| 0 \| 0 \| `production-evidence-vault` \| `records\/ci-review\/000000000001/,
    );
    expect(infrastructure).toMatch(/\| `production-evidence-vault` \| applied \| 7 \| 0 \| 0 \| 1 \|/);
    expect(infrastructure).not.toContain("sandbox-evidence-vault");
  });

  it("leaves out what was released in another environment, and says that no release is recorded", async () => {
    const { markdown, elements } = await recordedIn(await new ReleasedVault().release(TAGS, "sandbox"));
    expect(elements.map(({ state }) => state)).toEqual(["missing", "missing"]);
    expect(markdown).not.toContain("CHG-1042");
  });

  it("does not say that every change was assessed where a release has no approval", async () => {
    const released = new ReleasedVault();
    released.isApproved = false;
    await released.release();
    expect((await recordedIn(released)).elements.map(({ state }) => state)).toEqual(["present", "missing"]);
    const { elements } = await recordedIn(released, DEVELOPMENT);
    expect(elements.find(({ asked }) => asked.startsWith("Test logs"))?.state).toBe("missing");
  });

  it("says what a run does not say", async () => {
    const tags = Object.fromEntries(Object.entries(TAGS).filter(([key]) => key !== "ai_act.change_id"));
    const { markdown } = await recordedIn(await new ReleasedVault().release(tags));
    expect(section(markdown, RELEASES)).toContain("| **not said** |");
  });
});

describe("What is not to be relied on is shown as such", () => {
  it("a record signed by somebody whose key the ring does not list", async () => {
    const released = await new ReleasedVault().deploy("production-evidence-vault", stranger);
    const { markdown } = await recordedIn(released);
    expect(markdown).toContain("No plan review is recorded.");
    expect(section(markdown, DOUBTS)).toMatch(/`records\/ci-review\/000000000001\.dsse\.json`.*unknown-key/);
  });

  it("what stands behind a gap in the stream", async () => {
    const released = await new ReleasedVault().release();
    rmSync(join(released.folder.dir, released.approval));
    const { markdown, elements } = await recordedIn(released);
    expect(elements.map(({ state }) => state)).toEqual(["missing", "missing"]);
    expect(section(markdown, DOUBTS)).toContain(released.snapshot);
    expect(section(markdown, DOUBTS)).toContain("sequence-missing");
  });

  it.each([
    { what: "was changed", bytes: "{}", says: "the document was changed since it was kept" },
    { what: "is gone", bytes: undefined, says: "the document is not in the vault" },
  ])("a release whose kept evidence $what", async ({ bytes, says }) => {
    const released = await new ReleasedVault().release();
    const file = join(released.folder.dir, documentKey(released.evidence));
    if (bytes === undefined) rmSync(file);
    else writeFileSync(file, bytes);
    const changes = await recordedIn(released);
    expect(section(changes.markdown, RELEASES)).toContain(`**${says}**`);
    expect(changes.elements.map(({ state }) => state)).toEqual(["missing", "present"]);
    const { markdown, elements } = await recordedIn(released, DEVELOPMENT);
    expect(elements.find(({ asked }) => asked.startsWith("Test logs"))?.state).toBe("missing");
    expect(markdown).toContain(
      `**Not to be relied on:**\n\n- \`${released.snapshot}\`, version \`4\`: ${says}`,
    );
  });
});

describe("Test reports (Annex IV, point 2(g))", () => {
  it("show each result with its threshold, and whose approval stands for them, dated and recorded", async () => {
    const released = await new ReleasedVault().release();
    const { markdown, elements } = await recordedIn(released, DEVELOPMENT);
    expect(elements.find(({ asked }) => asked.startsWith("Test logs"))?.state).toBe("present");
    expect(markdown).toContain("| `test_roc_auc` | `0.7712` | at least 0.68 |");
    expect(markdown).toContain("| `test_recall_of_defaults/sex/female` | `0.41` | at least 0.25 |");
    expect(markdown).toMatch(new RegExp(`approved by Berta at \\d{4}-.*Z in \`${released.approval}\``));
    expect(markdown).toContain(`evidence \`${released.evidence}\``);
  });

  it("name the data sets of the release with digest and source", async () => {
    const { markdown } = await recordedIn(await new ReleasedVault().release(), DEVELOPMENT);
    expect(markdown).toContain(
      `| \`4\` | training | german-credit | \`${"d".repeat(64)}\` | s3 \`{"uri":"s3://lake/train.csv"}\` |`,
    );
  });
});

it("A run's tags are words in the documents, whatever somebody wrote into them", async () => {
  const evil = "<img src=x onerror=alert(1)> | [x](javascript:alert(1)) `a` \n\n## Present";
  const tags = Object.fromEntries(Object.keys(TAGS).map((key) => [key, evil]));
  const document = await recordedIn(await new ReleasedVault().release(tags));
  const html = documentHtml(document);
  expect(html).not.toMatch(/<img|href="javascript|<h2[^>]*>Present/);
  const row = section(document.markdown, RELEASES)
    .split("\n")
    .find((line) => line.includes("alert"));
  expect(row).toContain("records/gate/");
});

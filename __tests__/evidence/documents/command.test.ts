import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentsCommand } from "../../../cli/documents";
import { EXIT } from "../../../errors";
import { synthesize } from "../../stacks/synthesized";
import { TeamConfigs } from "../../configs/team";
import { temporaryFolder } from "../../temporary";

const CONFIGS = join(__dirname, "../../../configs");
const { dir: STACKS } = synthesize();
const ONE = ["--environment", "production", "--system", "credit-scoring"];

/** What the command prints on stdout, and what it would exit with. */
async function run(...args: string[]): Promise<{ text: string; code: number }> {
  const log = jest.spyOn(console, "log").mockImplementation();
  const before = process.exitCode;
  process.exitCode = EXIT.ok;
  try {
    const command = documentsCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    await command.parseAsync(["--configs", CONFIGS, "--stacks", STACKS, ...args], { from: "user" });
    return { text: log.mock.calls.map(([line]) => String(line)).join("\n"), code: Number(process.exitCode) };
  } finally {
    process.exitCode = before;
    log.mockRestore();
  }
}

describe("evidence documents", () => {
  it("writes each document as Markdown and as a page, for every system of every environment", async () => {
    const out = temporaryFolder();
    expect((await run("--out", out)).code).toBe(EXIT.ok);
    expect(readdirSync(out).sort()).toEqual(["production", "sandbox"]);
    expect(readdirSync(join(out, "production")).sort()).toEqual(["credit-scoring", "cv-screening"]);
    expect(readdirSync(join(out, "production/cv-screening")).sort()).toEqual(
      [
        "README.md",
        ...[
          "annex-iv-2-elements-and-development",
          "annex-iv-3-monitoring-functioning-control",
          "annex-iv-6-changes",
          "annex-iv-9-post-market-monitoring-plan",
          "article-13-3-f-logs-for-deployers",
          "articles-and-resources",
          "covered-and-not-covered",
          "logging-plan",
        ].flatMap((name) => [`${name}.html`, `${name}.md`]),
      ].sort(),
    );
  });

  it("tells how much is missing in each document, for programs with each thing asked for", async () => {
    const out = temporaryFolder();
    expect((await run("--out", out, ...ONE)).text).toMatch(/annex-iv-6-changes\.md {2}2 of 2 missing/);
    const { made } = JSON.parse((await run("--out", out, ...ONE, "--json")).text) as {
      made: { name: string; elements: { ref: string; state: string; note: string }[] }[];
    };
    expect(made.find(({ name }) => name === "annex-iv-6-changes")?.elements[0]).toMatchObject({
      ref: "annex-iv:6",
      state: "missing",
      note: expect.stringContaining("The platform engineer supplies them"),
    });
  });
});

describe("evidence documents --check", () => {
  const written = async () => {
    const out = temporaryFolder();
    await run("--out", out, ...ONE);
    return out;
  };

  it("passes where the files are what would be written", async () => {
    const out = await written();
    expect(await run("--out", out, ...ONE, "--check")).toMatchObject({ code: EXIT.ok });
  });

  it("fails with the file, the first line that differs, and both texts; and writes nothing", async () => {
    const out = await written();
    const file = join(out, "production/credit-scoring/logging-plan.md");
    const lines = readFileSync(file, "utf8").split("\n");
    lines[10] = "by hand";
    writeFileSync(file, lines.join("\n"));
    const { text, code } = await run("--out", out, ...ONE, "--check");
    expect(code).toBe(EXIT.finding);
    expect(text).toContain(`${file}:11\n    found:     by hand\n    generated: | `);
    expect(readFileSync(file, "utf8")).toBe(lines.join("\n"));
  });

  it("fails for a page that is not there, and for one that is not generated any more", async () => {
    const out = await written();
    writeFileSync(join(out, "production/credit-scoring/annex-iv-1.md"), "old");
    const { text, code } = await run("--out", out, "--environment", "production", "--check");
    expect(code).toBe(EXIT.finding);
    expect(text).toContain("annex-iv-1.md: is not generated any more; remove it");
    expect(text).toMatch(/cv-screening\/README\.md: is not there/);
  });
});

describe("evidence documents --check of all systems", () => {
  it.each([
    ["a system", "production/renamed", ["--environment", "production"]],
    ["an environment", "retired", []],
  ])("fails for the folder of %s that is not declared any more", async (_, left, where) => {
    const out = temporaryFolder();
    await run("--out", out, ...where);
    expect((await run("--out", out, "--check", ...where)).code).toBe(EXIT.ok);
    mkdirSync(join(out, left));
    const { text, code } = await run("--out", out, "--check", ...where);
    expect(code).toBe(EXIT.finding);
    expect(text).toContain(`${join(out, left)}: is not generated any more; remove it`);
    // Of one system alone, whatever else lies there is not asked about.
    expect((await run("--out", out, "--check", ...ONE)).code).toBe(EXIT.ok);
  });
});

describe("evidence documents refuses", () => {
  it("a folder that cannot be written to, in words that name the file", async () => {
    const file = join(temporaryFolder(), "taken");
    writeFileSync(file, "");
    await expect(run("--out", file, ...ONE)).rejects.toMatchObject({ code: "documents-not-written" });
  });

  it.each([
    ["a system that is not declared", ["--environment", "production", "--system", "other"], "not-declared"],
    ["stacks that were not synthesized", ["--stacks", "/nowhere"], "nothing-to-judge"],
    ["records without keys", ["--vault"], "documents-records-unclear"],
    ["keys without records", ["--keys", "keys.json"], "documents-records-unclear"],
    ["records of two places", ["--vault", "--dir", ".", "--keys", "keys.json"], "documents-records-unclear"],
  ])("%s", async (_, args, code) => {
    await expect(run("--out", temporaryFolder(), ...args)).rejects.toMatchObject({ code });
  });

  it("a system that does not run in the environment, in words that say what to do", async () => {
    const { dir } = new TeamConfigs().set("systems/credit-scoring.yaml", ["environments"], ["sandbox"]);
    await expect(run("--configs", dir, "--out", temporaryFolder(), ...ONE)).rejects.toMatchObject({
      problems: [
        {
          code: "system-not-in-environment",
          where: "systems/credit-scoring.yaml",
          field: "environments",
          given: "production",
          needed: "production among the environments of credit-scoring",
          fix: "correct --environment or --system, or add the environment to the system's file",
        },
      ],
    });
  });
});

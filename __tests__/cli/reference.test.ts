import { z } from "zod";
import { Command } from "commander";
import { join } from "node:path";
import * as errors from "../../errors";
import { commandsPage } from "../../cli/reference/commands";
import { configurationPage } from "../../cli/reference/configuration";
import { errorFamilies, familyOf } from "../../cli/reference/error-factories";
import { fieldsTable } from "../../cli/reference/fields";
import { jsonSchemaOf } from "../../cli/reference/json-schema";
import { faqPage } from "../../cli/reference/faq";
import { lawPage } from "../../cli/reference/law";
import { recordsPage } from "../../cli/reference/records";
import { RECORD_KINDS } from "../../evidence/records";
import { DATA_PROTECTION_FACTS, LOG_RETENTION, PROVISIONS } from "../../regulation";

const FOLDER = join(__dirname, "../../errors");

describe("The reference of errors", () => {
  const factories = errorFamilies(FOLDER).flatMap((family) => family.factories);

  it("has every fault that a command can print", () => {
    const exported = Object.entries(errors).flatMap(([name, value]) =>
      typeof value === "function" && name !== "UserError" ? [name] : [],
    );
    expect(factories.map(({ name }) => name)).toEqual(expect.arrayContaining(exported));
  });

  it("says of each what it means", () => {
    expect(factories.filter(({ meaning, codes }) => meaning === "" || codes.length === 0)).toEqual([]);
  });

  it.each([
    [
      "words that depend on the case stand as …",
      'const code = "c"; return oneProblem(`${what} failed`, { code, where: "--x", needed: `at most ${LIMIT}`, fix: "f" });',
      { codes: ["c"], headline: "… failed", where: "--x", needed: "at most 5 of …", fix: "f", exitCode: 1 },
    ],
    [
      "each of two words that are chosen between is told",
      'return oneProblem("h", { code: a ? "x" : "y", where: what, needed: "n", fix: a ? "f" : "g" });',
      { codes: ["x", "y"], headline: "h", where: "…", needed: "n", fix: "f / g", exitCode: 1 },
    ],
    [
      "a finding ends with 2",
      'return new UserError("c", "h", problems, EXIT.finding);',
      { codes: ["c"], headline: "h", where: undefined, needed: undefined, fix: undefined, exitCode: 2 },
    ],
  ])("reads a factory: %s", (_, body, expected) => {
    const text = `/** Faults of a test. */\nconst LIMIT = \`5 of \${more}\`;\n/** It means this. */\nexport function made(what: string, a: boolean): UserError { ${body} }`;
    const { title, factories: read } = familyOf(text, "made.ts");
    const { codes, headline, exitCode, needed, fix, where } = expected;
    expect(title).toBe("Faults of a test");
    expect(read).toEqual([
      {
        name: "made",
        meaning: "It means this.",
        codes,
        headline,
        exitCode,
        problem: { where, field: undefined, given: undefined, needed, fix },
      },
    ]);
  });

  it("refuses a factory it cannot read, so that none is left out in silence", () => {
    const text = "export function made(): UserError { return other(); }";
    expect(() => familyOf(text, "made.ts")).toThrow("errors/made.ts: made makes its error in a way");
  });
});

describe("The reference of commands", () => {
  const program = new Command("evidence")
    .commandsGroup("Things:")
    .addCommand(new Command("one").description("Does one thing. And more.").option("--what <x>", "names it"))
    .addCommand(new Command("group").description("Holds others.").addCommand(new Command("two")))
    .addCommand(new Command("asks").argument("<name>").addCommand(new Command("list")));
  program.commands[0]?.addHelpText("after", "\nExamples: none");
  const page = commandsPage(program);

  it("lists every command that does something, by its whole name", () => {
    expect(page.match(/^## .*$/gm)).toEqual([
      "## evidence",
      "## evidence one",
      "## evidence group two",
      "## evidence asks",
      "## evidence asks list",
    ]);
    expect(page).toMatch(/\*\*Things\*\*[^]*\| \[`evidence one`\]\(#evidence-one\) \| Does one thing\. \|/);
  });

  it("says of each what --help says, with what was added to it", () => {
    expect(page).toMatch(
      /Usage: evidence one \[options\]\n\nDoes one thing[^]*--what <x> +names it[^]*Examples: none/,
    );
  });
});

describe("The reference of files and records", () => {
  it.each([
    [
      "a needed word",
      z.strictObject({ a: z.enum(["x", "y"]).describe("why") }),
      "| `a` | `x`, `y` | yes |  | why |",
    ],
    [
      "a default",
      z.strictObject({ a: z.int().min(1).default(3) }),
      "| `a` | whole number from 1 |  | `3` |  |",
    ],
    [
      "a block in a list",
      z.strictObject({ a: z.array(z.strictObject({ b: z.boolean() })) }),
      "| `a[].b` | `true`, `false` | yes |",
    ],
    [
      "free names",
      z.strictObject({ a: z.record(z.string(), z.number()) }),
      "| `a` | block, names free | yes |",
    ],
    [
      "a word or a block",
      z.strictObject({ a: z.union([z.literal("none"), z.strictObject({ b: z.iso.date() })]) }),
      "| `a` | `none`, or block | yes |  |  |\n| `a.b` | date, YYYY-MM-DD | yes |",
    ],
    [
      "what would be HTML",
      z.strictObject({ a: z.string().describe("at <place> or `<x|y>`") }),
      "at \\<place> or `<x\\|y>` |",
    ],
  ])("shows %s", (_, schema, row) => {
    expect(fieldsTable(jsonSchemaOf(schema))).toContain(row);
  });

  it("tells a field that several forms share once, and as needed only where each form needs it", () => {
    const forms = z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("a"), both: z.string(), one: z.string() }),
      z.strictObject({ kind: z.literal("b"), both: z.string(), one: z.optional(z.int()) }),
    ]);
    expect(fieldsTable(jsonSchemaOf(forms)).split("\n").slice(2)).toEqual([
      "| `kind` | `a`, or `b` | yes |  |  |",
      "| `both` | text | yes |  |  |",
      "| `one` | text, or whole number |  |  |  |",
    ]);
  });

  it("has a section for every kind of record and every block that can be declared", () => {
    expect(recordsPage().match(/^## .*$/gm)).toEqual(
      expect.arrayContaining(RECORD_KINDS.map((kind) => `## ${kind}`)),
    );
    expect(configurationPage().match(/^### .*$/gm)).toEqual(
      expect.arrayContaining([
        "### regulatory (system)",
        "### retention (environment)",
        "### metrics (thresholds)",
      ]),
    );
  });
});

describe("The pages about the law", () => {
  const law = lawPage();
  const section = (page: string, title: string): string =>
    page
      .split(/^(?=#{2,3} )/m)
      .find((part) => part.startsWith(`${title}\n`) || part.startsWith(`## ${title}\n`)) ?? "";

  it("have every provision, with its source, what the product does for it, and whether it was amended", () => {
    for (const { id, source, status, amended } of PROVISIONS) {
      const said = section(law, `### ${id}`);
      expect(said).toContain(`Here: ${status}. Source: ${source.citation}`);
      expect(said.includes("[Q]")).toBe(amended !== undefined);
    }
  });

  it("tell how long a log must be kept from how long it is kept by default, and both from documentation", () => {
    const said = section(faqPage(), "How long are logs kept?");
    expect(said).toContain(`| floor | ${LOG_RETENTION.floorDays} days`);
    expect(said).toContain(
      `| default | ${LOG_RETENTION.defaultDays} days, ten years | the product's own: a policy default`,
    );
    expect(said).toContain("ten years after the system is placed on the market");
    expect(said).toContain("retention.log.basis");
  });

  it("say what a hash of the input is not enough for", () => {
    const said = section(faqPage(), "Is hashing the inputs enough?");
    expect(said).toContain("| have no personal data in the log | **no**");
    expect(said).toContain("| explain a decision, or repeat it | no");
    for (const { fact } of DATA_PROTECTION_FACTS) expect(said).toContain(fact);
  });
});

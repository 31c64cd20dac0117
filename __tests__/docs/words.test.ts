import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { forbiddenWordsIn } from "../../regulation";
import { repositoryConfigs, synthesize } from "../stacks/synthesized";

const ROOT = join(__dirname, "../..");
/** Where people read us: documents, templates of reports, pages. */
const READ_BY_PEOPLE = /\.(md|eta|html)$/;
const NOT_OURS = new Set(["node_modules", ".git", ".sandbox", "cdktf.out"]);

function documents(dir: string): string[] {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (NOT_OURS.has(name)) return [];
    if (statSync(path).isDirectory()) return documents(path);
    return READ_BY_PEOPLE.test(name) ? [path] : [];
  });
}

const stacks = Object.entries(synthesize(repositoryConfigs()).stacks);
const monitors = stacks.flatMap(([stack, { resource }]) =>
  Object.entries(resource?.["datadog_monitor"] ?? {}).map(([key, monitor]) => ({
    name: `monitor ${stack}/${key}`,
    text: `${String(monitor["name"])}\n${String(monitor["message"])}`,
  })),
);
const texts = [
  ...documents(ROOT).map((path) => ({ name: relative(ROOT, path), text: readFileSync(path, "utf8") })),
  ...monitors,
];

describe("The product supports duties and never claims more", () => {
  it("in documents and monitors that exist", () => {
    expect(texts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["README.md", "monitor production-art72-monitoring-credit-scoring/error_rate"]),
    );
  });

  it.each(texts)("in $name", ({ text }) => {
    expect(forbiddenWordsIn(text)).toEqual([]);
  });
});

/** Rooms whose program texts people read: messages, reports, pages, monitors, errors. */
const ROOMS = [
  "cli",
  "configs",
  "constructs",
  "errors",
  "evidence",
  "gate",
  "review",
  "rules",
  "sandbox/story",
];

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/** The texts of a program without its comments, which only we read. */
function textsOf(source: string): string[] {
  const texts: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      texts.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("source.ts", source, ts.ScriptTarget.ES2022));
  return texts;
}

describe("The texts of the program claim no more than its documents", () => {
  it.each(ROOMS)("in %s/", (room) => {
    const found = sources(join(ROOT, room)).flatMap((path) =>
      textsOf(readFileSync(path, "utf8")).flatMap((text) =>
        forbiddenWordsIn(text).map((use) => `${relative(ROOT, path)}: ${use.found}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it("which are read wherever they stand, and comments are not", () => {
    const source = 'const a = `is ${x} certified`; // nobody can\nf({ b: "court-proof" });';
    expect(textsOf(source).flatMap((text) => forbiddenWordsIn(text).map(({ found }) => found))).toEqual([
      "certified",
      "court-proof",
    ]);
  });
});

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
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

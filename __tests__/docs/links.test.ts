import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { temporaryFolder } from "../temporary";
import { anchorsOf, brokenLinks, pageOf } from "./links";
import { filesOfOurs, ROOT } from "./markdown-files";

const pages = filesOfOurs(ROOT, /\.md$/).map((path) => ({ name: relative(ROOT, path), path }));

describe("A reader who follows a link of ours arrives", () => {
  it.each(pages)("from $name", ({ path }) => {
    expect(brokenLinks(path, ROOT)).toEqual([]);
  });

  it("at each page of docs/, from docs/README.md or from a page that it names", () => {
    const index = join(ROOT, "docs/README.md");
    const reached = new Set<string>([index]);
    for (const page of reached)
      for (const link of pageOf(readFileSync(page, "utf8")).links) {
        const target = join(page, "..", link.split("#", 1)[0] ?? "");
        if (target.startsWith(join(ROOT, "docs/")) && target.endsWith(".md") && existsSync(target))
          reached.add(target);
      }
    const docs = pages.map(({ path }) => path).filter((path) => path.startsWith(join(ROOT, "docs/")));
    expect(docs.filter((path) => !reached.has(path)).map((path) => relative(ROOT, path))).toEqual([]);
  });
});

describe("The check of the links", () => {
  it.each([
    [["What to do"], ["what-to-do"]],
    [["Art 19(1), and `evidence hold`"], ["art-191-and-evidence-hold"]],
    [["A — B / C"], ["a--b--c"]],
    [["snake_case-and-dash"], ["snake_case-and-dash"]],
    [["Prüfung"], ["prüfung"]],
    [
      ["Same", "Same", "same"],
      ["same", "same-1", "same-2"],
    ],
    [
      ["Same", "Same 1", "Same"],
      ["same", "same-1", "same-2"],
    ],
  ])("knows GitHub's anchors of %j", (headings, anchors) => {
    expect(anchorsOf(headings)).toEqual(anchors);
  });

  const root = temporaryFolder();
  mkdirSync(join(root, "docs/more"), { recursive: true });
  mkdirSync(join(root, ".sandbox"));
  writeFileSync(join(root, "docs/other.md"), '# Other\n\n## `A` [link](#other)\n\n<a id="here"></a>\n');
  writeFileSync(join(root, "docs/code.ts"), "1\n2\n");
  writeFileSync(join(root, ".sandbox/left.md"), "");
  const page = join(root, "docs/page.md");

  it.each([
    ["a file", "[x](other.md)"],
    ["a folder", "[x](more/)"],
    ["a file from the root", "[x](/docs/other.md)"],
    ["a heading with code and a link in it", "[x](other.md#a-link)"],
    ["an anchor in HTML", "[x](other.md#here)"],
    ["a heading of the page itself", "# Top\n\n[x](#top)"],
    ["a line of code", "[x](code.ts#L1-L2)"],
    ["another host, which is not asked", "[x](https://example.org/nowhere#x)"],
    ["what stands in code is no link", "`[x](nowhere.md)`\n\n```md\n[x](nowhere.md)\n```"],
  ])("takes %s", (_, text) => {
    writeFileSync(page, text);
    expect(brokenLinks(page, root)).toEqual([]);
  });

  it.each([
    ["a file that is not there", "[x](nowhere.md)", "there is no such file"],
    ["another letter case", "[x](Other.md)", "there is no such file"],
    ["a heading that is not there", "[x](other.md#nowhere)", "there is no such heading"],
    ["a heading that is in code", "```md\n# Top\n```\n\n[x](#top)", "there is no such heading"],
    ["an image that is not there", "![x](x.png)", "there is no such file"],
    ["a link in HTML", '<a href="nowhere.md">x</a>', "there is no such file"],
    ["a link by reference", "[x][y]\n\n[y]: nowhere.md", "there is no such file"],
    ["what a checkout does not bring", "[x](../.sandbox/left.md)", "is not in the repository"],
    ["what lies outside", "[x](../../etc)", "leaves the repository"],
    ["an anchor of a folder", "[x](more/#x)", "a folder has no anchors: name its README.md"],
    ["a line beyond the end", "[x](code.ts#L9)", "the file has fewer lines"],
  ])("finds %s", (_, text, objection) => {
    writeFileSync(page, text);
    expect(brokenLinks(page, root)).toEqual([expect.stringMatching(new RegExp(`: ${objection}$`))]);
  });
});

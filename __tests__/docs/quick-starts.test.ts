import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./markdown-files";
import { blocksOf } from "./runbook-blocks";

const FOLDER = join(ROOT, "docs/quick-start");
/** Whom the product is for. */
const READERS = ["compliance-officer", "inspector", "ml-engineer", "platform-engineer", "reviewer"];

describe("The quick starts", () => {
  it("are there for all five readers, and no other", () => {
    expect(readdirSync(FOLDER).sort()).toEqual(READERS.map((reader) => `${reader}.md`));
  });

  it.each(["README.md", "docs/README.md"])("are what %s sends its reader to first", (page) => {
    const text = readFileSync(join(ROOT, page), "utf8");
    expect(READERS.filter((reader) => !text.includes(`quick-start/${reader}.md)`))).toEqual([]);
  });

  it.each(READERS)("have no command that the test of their commands would pass over: %s", (reader) => {
    const page = readFileSync(join(FOLDER, `${reader}.md`), "utf8");
    const fences = [...page.matchAll(/^ *```(.+)$/gm)].map(([, info = ""]) => info);
    expect(fences.filter((info) => !/^(text|sh|sh exit-\d+)$/.test(info))).toEqual([]);
    expect(blocksOf(page)).toHaveLength(fences.filter((info) => info.startsWith("sh")).length);
    expect(blocksOf(page).flatMap(({ said }) => said)).not.toEqual([]);
  });
});

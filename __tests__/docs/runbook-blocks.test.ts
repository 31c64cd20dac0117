import { blocksOf, lacking } from "./runbook-blocks";

const PAGE = `# Page

\`\`\`sh
first
\`\`\`

Words.

\`\`\`text
said
\`\`\`

## Next

\`\`\`sh exit-2
second
\`\`\`

\`\`\`yaml
not: run
\`\`\`
`;

describe("The test of the runbooks", () => {
  it("runs every sh block, in order, and knows what each must say and end with", () => {
    expect(blocksOf(PAGE)).toEqual([
      { title: "Page, block 1", commands: "first\n", exitCode: 0, said: ["said"] },
      { title: "Next, block 2", commands: "second\n", exitCode: 2, said: [] },
    ]);
  });

  it.each([
    ["the line itself", "recorded: 7", []],
    ["a line with more around it", "  recorded: 7 of 9", []],
    ["white space of another width", "recorded:\t7", []],
    ["another number", "recorded: 8", ["recorded: 7"]],
    ["the parts on two lines", "recorded:\n7", ["recorded: 7"]],
    ["nothing", "", ["recorded: 7"]],
  ])("compares what was said with the page: %s", (_, output, missing) => {
    expect(lacking(["recorded: 7"], output)).toEqual(missing);
  });

  it.each([
    ["a … b", "xa 12 b", []],
    ["a … b", "b a", ["a … b"]],
  ])("takes … for anything, in order: %s in %s", (line, output, missing) => {
    expect(lacking([line], output)).toEqual(missing);
  });
});

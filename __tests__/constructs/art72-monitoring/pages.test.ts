import { generatedFiles } from "../../../constructs/art72-monitoring/generate";
import { CATALOGUE } from "../../../evidence/queries";
import { synthesize } from "../../stacks/synthesized";

const page = (path: string) => generatedFiles.find((file) => file.path === path)?.content ?? "";

describe("The page of monitors", () => {
  const headings = new Set([...page("docs/monitors.md").matchAll(/^### (\w+)$/gm)].map(([, key]) => key));

  it("has the section that each alert links to, of every system and of the organisation", () => {
    const messages = Object.values(synthesize().stacks).flatMap(({ resource }) =>
      Object.values(resource?.["datadog_monitor"] ?? {}).map(({ message }) => String(message)),
    );
    const linked = messages.map((message) => /monitors\.md#(\w+)/.exec(message)?.[1]);
    expect(linked.length).toBeGreaterThan(30);
    for (const key of linked) expect(headings).toContain(key);
  });

  it("says for every monitor what happens without data", () => {
    const told = page("docs/monitors.md").match(/^- Without data: .{10,}$/gm) ?? [];
    expect(told).toHaveLength(headings.size);
  });
});

describe("The page of questions", () => {
  it.each(CATALOGUE)("has $name, with the command that asks the vault", ({ name }) => {
    expect(page("docs/queries.md")).toContain(`## ${name}\n`);
    expect(page("docs/queries.md")).toContain(`evidence query ${name} `);
  });
});

import MarkdownIt from "markdown-it";
import { documentHtml, documentsOf } from "../../../evidence/documents";
import { sentence, table } from "../../../evidence/markdown";
import { inputWith } from "./inputs";

/** What somebody may write into a tag, a name or a reason to be read as something that it is not. */
const HOSTILE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "[click](javascript:alert(1))",
  "[here](https://evil.example)",
  "![](https://evil.example/p.png)",
  "<https://evil.example>",
  "a | b | c",
  "`code` and ``more``",
  "**Present:** _all of it_",
  "one\n\n## Another heading",
  "# heading",
  "1. list",
  "- list",
  "> quote",
  "\\| \\` \\[x](y)",
  "&lt;b&gt; &amp;",
  "turned \u202egnp.exe",
  "{{7*7}} <%= 1 %> ${x}",
  "| --- |",
  "~~gone~~",
] as const;

const reader = new MarkdownIt({ html: true, linkify: true });

/** Words of a rendered text, and what of it would be more than words. */
function rendered(markdown: string): { text: string; tags: readonly string[] } {
  const html = reader.render(markdown);
  const tags = [...html.matchAll(/<\/?([a-z0-9]+)/g)].map(([, tag = ""]) => tag);
  const text = html
    .replace(/<[^>]*>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&")
    .trim();
  return { text, tags };
}

const readAs = (text: string) =>
  text.replace(/[\n\u202e]/g, (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`);

describe("A text from outside reads as it was written", () => {
  it.each(HOSTILE)("in a sentence, even to a reader that takes HTML: %j", (text) => {
    const { text: words, tags } = rendered(`${sentence(text)}`);
    expect(words).toBe(readAs(text).trim());
    expect(tags.filter((tag) => tag !== "p" && tag !== "a")).toEqual([]);
  });

  it.each(HOSTILE)("in a cell of a table, which keeps its columns: %j", (text) => {
    const html = reader.render(table(["A", "B"], [[sentence(text), "last"]]));
    expect(html.match(/<td>/g)).toHaveLength(2);
    expect(html).toContain("<td>last</td>");
    expect(html).not.toMatch(/<(?:script|img|strong|em|s|code|h[1-6]|li|blockquote)/);
  });
});

describe("Documents of a system whose config and stacks hold hostile texts", () => {
  const everywhere = HOSTILE.join(" ");
  const documents = documentsOf(
    inputWith({
      declare: (system) => {
        system.title = everywhere;
        system.regulatory.intendedPurpose = everywhere;
        system.regulatory.authority = everywhere;
        const { documentation, production } = system;
        documentation!.provider = everywhere;
        documentation!.development!.logic = everywhere;
        documentation!.functioning!.risks![0]!.risk = everywhere;
        documentation!.functioning!.risks![0]!.id = everywhere;
        documentation!.monitoringPlan!.fromDeployers = { noneBecause: everywhere };
        production!.oversight.reference = everywhere;
      },
      deploy: (stacks) => {
        const monitors = stacks["production-art72-monitoring-credit-scoring"]!.resource!["datadog_monitor"]!;
        monitors[everywhere] = {
          ...monitors["complaints"],
          name: everywhere,
          query: everywhere,
          message: `${everywhere}\nWhat to do: ${everywhere}\nWho: ${everywhere}`,
        };
        stacks["example-datadog"]!.resource!["datadog_logs_archive"]!["art12_production"]!["name"] =
          everywhere;
      },
    }),
  );

  it("have no markup, link or picture that is not ours", async () => {
    for (const document of await documents) {
      const html = documentHtml(document);
      expect(html).not.toMatch(/<script|<img|onerror=alert\(1\)>/i);
      const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href);
      expect(
        links.filter((href) => !/^(#|[a-z0-9-]+\.html$|https:\/\/app\.datadoghq\.eu\/)/.test(href)),
      ).toEqual([]);
      expect(html).not.toContain("Another heading</h");
    }
  });

  it("keep their headings", async () => {
    const ours = await documentsOf(inputWith());
    const headings = (markdown: string) => markdown.split("\n").filter((line) => line.startsWith("#"));
    const hostile = await documents;
    expect(hostile.map(({ markdown }) => headings(markdown))).toEqual(
      ours.map(({ markdown }) => headings(markdown)),
    );
  });

  it("are one line a row: each table keeps its columns", async () => {
    for (const { markdown } of await documents) {
      for (const block of markdown.split("\n\n").filter((each) => each.startsWith("|"))) {
        const html = reader.render(block);
        const columns = html.match(/<th>/g)?.length ?? 0;
        const rows = html.split("<tr>").slice(2);
        expect(rows.map((row) => row.match(/<td>/g)?.length)).toEqual(rows.map(() => columns));
      }
    }
  });
});

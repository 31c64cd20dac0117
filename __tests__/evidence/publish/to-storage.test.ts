import { compared, linesOf } from "../../../evidence/publish/compare";
import { toStorage } from "../../../evidence/publish/to-storage";
import { storageFault } from "../../../sandbox/atlassian/storage-format";

const TITLES = new Map([["logging-plan.md", 'credit-scoring, production: "Logging" & plan']]);

describe("A document in Confluence's storage format", () => {
  it.each<[string, string, string]>([
    ["a heading", "## Art 72(1)", "<h2>Art 72(1)</h2>"],
    ["text that looks like a tag", "a <script>alert(1)</script> & b", "&lt;script&gt;"],
    ["a table", "| a | b |\n|---|--:|\n| 1 | 2 |", '<td style="text-align:right">2</td>'],
    ["a line break", "a  \nb", "<br />"],
    [
      "an address",
      "[law](https://eur-lex.europa.eu/a?b=1&c=2)",
      'href="https://eur-lex.europa.eu/a?b=1&amp;c=2"',
    ],
    [
      "a neighbour",
      "[plan](./logging-plan.md#risks)",
      'ri:content-title="credit-scoring, production: &quot;Logging&quot; &amp; plan"',
    ],
    ["a file that is not published", "see [the code](../../../README.md) here", "see the code here"],
    ["a link that cannot be decoded", "see [the code](%FF.md) here", "see the code here"],
    ["a script in a link", "[x](javascript:alert(1))", "[x](javascript:alert(1))"],
    ["a picture", "![the chain](chain.png)", "the chain"],
    ["code", "```yaml\na: ]]> <b>\n```", "a: ]]]]><![CDATA[> <b>"],
    ["nested links and emphasis", "**[a](https://a.example) and [b](x.md)**", "<strong><a"],
  ])("takes %s", (_, markdown, expected) => {
    const storage = toStorage(markdown, TITLES);
    expect(storageFault(storage)).toBeUndefined();
    expect(storage).toContain(expected);
  });

  it("is read back line by line, and compared", () => {
    const before = toStorage("# t\n\none\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n- x & y\n- z", TITLES);
    const after = toStorage("# t\n\none\n\n| a | b |\n|--|--|\n| 1 | 3 |\n\n- x & y\n- z\n- w", TITLES);
    expect(linesOf(before)).toEqual(["t", "one", "a | b |", "1 | 2 |", "x & y", "z"]);
    expect(compared(linesOf(before), linesOf(after))).toEqual(["- 1 | 2 |", "+ 1 | 3 |", "+ w"]);
    expect(compared(linesOf(before), linesOf(before))).toEqual([]);
  });
});

describe("The stand-in's reading of the storage format", () => {
  it.each([
    ["<p>a<p>", "is not closed"],
    ["<p>a & b</p>", "an entity"],
    ["<p>a</h1>", "closes nothing"],
    ["<br>", "is not closed"],
    ["<script>x</script>", "is not known"],
    ["<p onclick=x>a</p>", "no tag"],
    ['<a href="javascript:x">a</a>', "a script"],
    ["<p>\u0000</p>", "Invalid character"],
    ["<p>1 < 2</p>", "no tag"],
  ])("refuses %j", (text, words) => {
    expect(storageFault(text)).toContain(words);
  });
});

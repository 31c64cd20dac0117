import { code, mention, prose, row, shown } from "../../review/render/escape";

describe("A sentence from a plan or a config", () => {
  it.each([
    ["plain words stay as they are", "locked for 3653 days -> locked for 365 days", "locked for 3653 days -> locked for 365 days"],
    ["provisions stay as they are", "serves Art 19(1), and no more.", "serves Art 19(1), and no more."],
    ["what is said to be code stays so", "Run `evidence plan` (or `x`), then.", "Run `evidence plan` (or `x`), then."],
    ["a person is not notified", "ask @someone now", "ask `@someone` now"],
    ["an address on the web is no link", "see https://evil.example now", "see `https://evil.example` now"],
    ["HTML is text", "a <b>bold</b> word", "a `<b>bold</b>` word"],
    ["emphasis is text", "it **weakens nothing**", "it `**weakens` `nothing**`"],
    ["an issue is not referred to", "mends GH-12 and #12", "mends `GH-12` and `#12`"],
    ["an id of a commit is not referred to", "as in 0123abcd", "as in `0123abcd`"],
    ["a list does not begin", "1. first", "`1.` first"],
    ["a line does not end", "one\n\n# two", "`one\\u{a}\\u{a}#` two"],
    ["a direction cannot be turned", "a\u202eb", "`a\\u{202e}b`"],
    ["a letter that looks like another is written out", "on \u0430ws_s3_bucket.vault", "on `\\u{430}ws_s3_bucket.vault`"],
    ["a mathematical letter is none of ours", "v\u{1d41a}ult", "`v\\u{1d41a}ult`"],
    ["a word of another alphabet stays", "за одобрение", "за одобрение"],
    ["letters with marks stay", "Größe, naïve, coöperatie", "Größe, naïve, coöperatie"],
    ["half a character is written out", "a \ud800", "a `\\u{d800}`"],
    ["backticks do not end the code", "a``b", "```a``b```"],
  ])("%s", (_, given, says) => expect(prose(given)).toBe(says)); // prettier-ignore
});

describe("An address in code", () => {
  it.each([
    ["as it is", 'aws_s3_bucket.x["a"]', '`aws_s3_bucket.x["a"]`'],
    ["with backticks inside", "a`b", "``a`b``"],
    ["with backticks at its end", "`a`", "`` `a` ``"],
    ["with a fence in it", "a```b", "`a\\u{60}\\u{60}\\u{60}b`"],
    ["with a backslash before a pipe", "a\\|b", "`a\\u{5c}|b`"],
    ["without any text", "", "(empty)"],
    ["of spaces alone", "  ", "(blank)"],
  ])("%s", (_, given, says) => expect(code(given)).toBe(says));

  it("keeps its beginning and its end when it is too long, and no half character", () => {
    const long = shown(`stack/${"🔒".repeat(500)}.id`, 60);
    expect(long.length).toBeLessThanOrEqual(60);
    expect(long).toMatch(/^stack\/.*….*\.id$/u);
    expect(long).not.toMatch(/\p{Cs}|\\u/u);
  });
});

describe("An approver is notified", () => {
  it.each(["@someone", "@example/compliance"])("where %s is one of the code host's names", (name) =>
    expect(mention(name)).toBe(name),
  );
  it.each(["@some one", "@a/b/c", "@example/x](y)", "someone@example.org", "@"])("and not where it is %s", (name) =>
    expect(mention(name)).not.toMatch(/(^| )@/),
  ); // prettier-ignore
});

it("A cell cannot end its row's cell", () => expect(row("a|b", "`c|d`")).toBe("| a\\|b | `c\\|d` |"));

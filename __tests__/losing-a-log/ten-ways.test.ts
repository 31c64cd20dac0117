import { readFileSync } from "node:fs";
import path from "node:path";
import { REFUSED_AT_SYNTH } from "./at-synth";
import { CAUGHT_ON_THE_WAY, HARMLESS } from "./on-the-way";
import type { Way } from "./way";

const PAGE = path.join(__dirname, "../../docs/ten-ways-to-lose-a-log.md");

/** The message in the page's section of that heading. */
function onPage(title: string): string | undefined {
  const sections = readFileSync(PAGE, "utf8").split(/^### /m);
  const section = sections.find((text) => text.startsWith(`${title}\n`));
  return section && /^```text\n(.*?)\n```$/ms.exec(section)?.[1];
}

/** Its message is what the page says: change the page with the words that this prints. */
async function expectOnPage({ title, shown }: Way): Promise<void> {
  expect(`${title}\n${await shown()}`).toBe(`${title}\n${onPage(title)}`);
}

describe("a way to lose a compliance log that is refused before it is deployed", () => {
  it.each(REFUSED_AT_SYNTH)("$title", expectOnPage);
});

describe("a way to lose a compliance log that is told at once, or that an export shows", () => {
  it.each(CAUGHT_ON_THE_WAY)("$title", expectOnPage);
});

describe("what looks like a way to lose a compliance log, and is none", () => {
  it.each(HARMLESS)("$title", expectOnPage);
});

it("the page has these ways and no others, at least ten of them losses", () => {
  const ways = [...REFUSED_AT_SYNTH, ...CAUGHT_ON_THE_WAY, ...HARMLESS].map(({ title }) => title);
  const headings = [...readFileSync(PAGE, "utf8").matchAll(/^### (.*)$/gm)].map(([, title]) => title);
  expect(headings.toSorted()).toEqual(ways.toSorted());
  expect(REFUSED_AT_SYNTH.length + CAUGHT_ON_THE_WAY.length).toBeGreaterThanOrEqual(10);
});

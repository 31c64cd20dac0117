import { readFileSync } from "node:fs";
import type { Browser } from "puppeteer-core";
import { findChromium } from "../gate/clients/chromium";
import { ask, keepPart, LOOKS, lookAt, startBrowser } from "./browser";
import { chainPage, cover, documentPage, swapped } from "./answer-scene";
import { bigReport, emptyReport, hostileReport } from "./report-scene";

const chromium = findChromium();
if (chromium === undefined)
  console.error("SKIPPED: no chromium here (EVIDENCE_CHROMIUM names one): how the pages look and read");

const swappedPage = () => chainPage(swapped);

/** Pages as the product writes them, and what makes the file. */
const PAGES: readonly (readonly [name: string, make: () => Promise<string>])[] = [
  ["export-report", bigReport],
  ["export-report-empty", emptyReport],
  ["export-report-hostile", hostileReport],
  ["chain", () => chainPage()],
  ["chain-broken", swappedPage],
  ["answer-cover", () => cover("en")],
  ["answer-cover-german", () => cover("de")],
  ["document-monitoring-plan", () => documentPage("annex-iv-9-post-market-monitoring-plan")],
  ["document-resources", () => documentPage("articles-and-resources")],
];

/** Made once, whoever looks at it. */
const made = new Map<() => Promise<string>, Promise<string>>();
function fileOf(make: () => Promise<string>): Promise<string> {
  if (!made.has(make)) made.set(make, make());
  return made.get(make)!;
}

(chromium === undefined ? describe.skip : describe)("Our pages in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(chromium!);
  }, 60_000);
  afterAll(() => browser?.close());

  describe.each(PAGES)("%s", (name, make) => {
    let file: string;
    beforeAll(async () => {
      file = await fileOf(make);
    }, 120_000);

    it.each(LOOKS)(
      "$look: no barrier for anyone, nothing asked of the network, nothing to complain of, nothing cut off",
      async (look) => {
        const { background, ...seen } = await lookAt(browser, file, name, look);
        expect(seen).toEqual({ said: [], asked: [], barriers: [], overflow: 0 });
        // A page on paper is white, even where its reader's window is dark.
        expect(background === "rgb(255, 255, 255)").toBe(look.look !== "dark");
      },
      60_000,
    );

    it("is led by one heading, and none jumps a level", async () => {
      const levels = [...readFileSync(file, "utf8").matchAll(/<h([1-6])[ >]/g)].map(([, level]) =>
        Number(level),
      );
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.every((level, index) => index === 0 || level <= levels[index - 1]! + 1)).toBe(true);
    });

    it("is reached by keyboard: the first stop leads past the head to the content", async () => {
      const page = await browser.newPage();
      await page.goto(`file://${file}`);
      await page.keyboard.press("Tab");
      expect(await ask(page, `document.activeElement.getAttribute("href")`)).toBe("#main");
      await page.keyboard.press("Enter");
      expect(await ask(page, "document.activeElement.id")).toBe("main");
      await page.close();
    });
  });

  it.each([
    ["readme-chain", swappedPage, ["body", "main .card"]],
    ["readme-report", bigReport, ["#days", "#versions ~ .scroll"]],
  ] as const)(
    "%s: the picture in the README can be taken anew",
    async (name, make, part) =>
      expect(await keepPart(browser, await fileOf(make), name, part)).toBeGreaterThan(300),
    120_000,
  );
});

import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

/** How a page is looked at. Print is light, whatever the window prefers. */
export const LOOKS = [
  { look: "light", width: 1100, scheme: "light", media: "screen" },
  { look: "dark", width: 1100, scheme: "dark", media: "screen" },
  { look: "telephone", width: 380, scheme: "light", media: "screen" },
  { look: "print", width: 720, scheme: "dark", media: "print" },
] as const;
export type Look = (typeof LOOKS)[number];

/** What a look at a page showed. */
export interface Seen {
  /** What the browser wrote to its console, and faults of the page. */
  readonly said: readonly string[];
  /** Addresses it asked for beside the file itself. */
  readonly asked: readonly string[];
  /** Serious and critical findings of axe, each with its first element. */
  readonly barriers: readonly string[];
  /** Pixels by which the page is wider than its window. */
  readonly overflow: number;
  readonly background: string;
}

/** Kept as an artifact of CI. */
const SCREENSHOTS = path.resolve(__dirname, "../../.sandbox/screenshots");
const TALLEST = 6_000;

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

export function startBrowser(executablePath: string): Promise<Browser> {
  // Containers have neither the namespaces nor the shared memory that its sandbox wants.
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars"];
  return puppeteer.launch({ executablePath, args });
}

/** Opens a file, looks at it in one way, and keeps a picture named after both. */
export async function lookAt(browser: Browser, file: string, name: string, look: Look): Promise<Seen> {
  const page = await browser.newPage();
  try {
    const address = pathToFileURL(file).href;
    const [said, asked]: [string[], string[]] = [[], []];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => request.url() === address || asked.push(request.url()));
    await page.setViewport({ width: look.width, height: 900 });
    // Both at once: either call of the library's own takes back what the other set.
    const session = await page.createCDPSession();
    const features = [{ name: "prefers-color-scheme", value: look.scheme }];
    await session.send("Emulation.setEmulatedMedia", { media: look.media, features });
    await page.goto(address);
    await keepPicture(page, `${name}-${look.look}`, look.width);
    const overflow = await ask<number>(page, "document.documentElement.scrollWidth - innerWidth");
    const background = await ask<string>(page, "getComputedStyle(document.body).backgroundColor");
    return { said, asked, barriers: await barriersOf(page), overflow, background };
  } finally {
    await page.close();
  }
}

/**
 * Keeps a picture of a part of a page, from the top of one element to the top of another.
 *
 * @returns pixels that the part is tall
 */
export async function keepPart(
  browser: Browser,
  file: string,
  name: string,
  [from, to]: readonly [string, string],
): Promise<number> {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1000, height: 900 });
    await page.goto(pathToFileURL(file).href);
    const top = (selector: string) =>
      ask<number>(page, `document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect().top`);
    const [y, end] = [await top(from), await top(to)];
    mkdirSync(SCREENSHOTS, { recursive: true });
    const clip = { x: 0, y, width: 1000, height: end - y };
    const target = path.join(SCREENSHOTS, `${name}.png`) as `${string}.png`;
    await page.screenshot({ path: target, clip, captureBeyondViewport: true });
    return end - y;
  } finally {
    await page.close();
  }
}

/** What an expression gives in the page. */
export async function ask<Answer>(page: Page, expression: string): Promise<Answer> {
  return (await page.evaluate(expression)) as Answer;
}

async function keepPicture(page: Page, name: string, width: number): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const tall = await ask<number>(page, "document.documentElement.scrollHeight");
  const file = path.join(SCREENSHOTS, `${name}.png`) as `${string}.png`;
  const clip = { x: 0, y: 0, width, height: Math.min(tall, TALLEST) };
  await page.screenshot({ path: file, clip, captureBeyondViewport: true });
}

async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await ask<AxeResults>(page, `axe.run({ resultTypes: ["violations"] })`);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html}`);
}

import type { Browser, Page } from "puppeteer-core";

/** Longest that a page of MLflow's UI may take on a busy machine. */
export const PAGE_MS = 30_000;

/** Opens a page behind the gate as somebody who has to sign in first, at the identity provider's own page. */
export async function signedIn(browser: Browser, url: string, login: string): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage();
  page.setDefaultTimeout(PAGE_MS);
  await page.setViewport({ width: 1400, height: 1000 });
  await page.goto(url);
  await page.waitForSelector(`button[name=login][value=${login}]`);
  await Promise.all([page.waitForNavigation(), page.click(`button[name=login][value=${login}]`)]);
  return page;
}

/** Waits until the page shows this text. */
export async function shows(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      (
        globalThis as unknown as { document: { body: { innerText: string } } }
      ).document.body.innerText.includes(wanted),
    { timeout: PAGE_MS },
    text,
  );
}

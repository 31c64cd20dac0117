import { request } from "undici";

/** What a request says, beside the address. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Page {
  readonly status: number;
  readonly text: string;
  /** Where it leads. */
  readonly location?: string;
}

interface Cookie {
  readonly name: string;
  readonly path: string;
  readonly value: string;
}

/** As much of a browser as sign-in needs: follows redirects, keeps cookies by origin, says that it navigates. */
export class Browser {
  /** By origin, and there by name and path. */
  readonly #cookies = new Map<string, Map<string, Cookie>>();

  /** Where it is. */
  url = "";

  cookies(origin: string): ReadonlyMap<string, string> {
    const cookies = this.#cookies.get(origin)?.values() ?? [];
    return new Map([...cookies].map(({ name, value }) => [name, value]));
  }

  /** One request, without following where it leads. */
  async ask(url: string, { method = "GET", headers = {}, body }: Asking = {}): Promise<Page> {
    const { origin, pathname } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, Cookie>();
    this.#cookies.set(origin, jar);
    const cookie = [...jar.values()]
      .filter(({ path }) => path === "/" || pathname === path || pathname.startsWith(`${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
    const answer = await request(url, {
      method: method as "GET",
      headers: { accept: "text/html", "sec-fetch-mode": "navigate", ...(cookie && { cookie }), ...headers },
      ...(body !== undefined && { body }),
    });
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) {
      const [pair = "", ...attributes] = set.split("; ");
      const equals = pair.indexOf("=");
      const name = pair.slice(0, equals);
      const gone = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice("path=".length) ?? "/";
      if (gone) jar.delete(`${name};${path}`);
      else jar.set(`${name};${path}`, { name, path, value: pair.slice(equals + 1) });
    }
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      text: await answer.body.text(),
      ...(typeof location === "string" && { location }),
    };
  }

  /** Goes to an address as somebody who types it, and on to wherever it leads. */
  async go(url: string, asking?: Asking): Promise<Page> {
    this.url = url;
    let page = await this.ask(url, asking);
    for (let steps = 0; steps < 10 && page.location !== undefined; steps += 1) {
      this.url = new URL(page.location, this.url).href;
      page = await this.ask(this.url);
    }
    return page;
  }

  /** Presses a button of the page it is on: a form that posts to its own address. */
  press(name: string, value: string): Promise<Page> {
    return this.go(this.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ [name]: value }).toString(),
    });
  }
}

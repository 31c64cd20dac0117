/**
 * The part of Confluence Cloud's REST API, version 2, that is used.
 *
 * @see https://developer.atlassian.com/cloud/confluence/openapi-v2.v3.json (read 2026-11-30)
 */
import { z } from "zod";
import { AtlassianError, type AtlassianAccess } from "./access";
import { askAtlassian, Onward, readAnswer, type AtlassianRequest } from "./ask";
import { absent } from "./jira";

const storage = z.looseObject({ storage: z.looseObject({ value: z.string() }) });
const version = z.looseObject({ number: z.int(), message: z.string().nullish() });
const links = z.looseObject({ webui: z.string().nullish() });
const page = z.looseObject({
  id: z.string(),
  title: z.string(),
  version,
  body: storage.nullish(),
  _links: links.nullish(),
});
const comment = z.looseObject({ id: z.string(), body: storage.nullish(), _links: links.nullish() });
const property = z.looseObject({ id: z.string(), key: z.string(), value: z.unknown(), version });
const space = z.looseObject({ id: z.string(), key: z.string() });
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.looseObject({
    results: z.array(item),
    _links: z.looseObject({ next: z.string().nullish() }).nullish(),
  });

/** A page with its text. */
export interface ConfluencePage {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  /** What its last version says of itself. */
  readonly message: string;
  /** In storage format, as Confluence has it: it writes some of it in its own way. */
  readonly body: string;
  /** Where people see it. */
  readonly link: string;
}

export interface ConfluenceComment {
  readonly id: string;
  readonly body: string;
  readonly link: string;
}

/** A value that is kept with a page, out of sight. */
export interface PageProperty {
  readonly id: string;
  readonly value: unknown;
  readonly version: number;
}

export interface NewPage {
  readonly spaceId: string;
  readonly parentId?: string | undefined;
  readonly title: string;
  readonly body: string;
}

const API = "/wiki/api/v2";
const A_PAGE = "100";

export class Confluence {
  constructor(private readonly access: AtlassianAccess) {}

  /** Id of a space; nothing where the account sees none of that key. */
  async space(key: string): Promise<string | undefined> {
    const [found] = await this.list(space, "/spaces", { keys: key });
    return found?.id;
  }

  /** The page of a title in a space: there is never more than one. */
  async pageTitled(spaceId: string, title: string): Promise<ConfluencePage | undefined> {
    const query = { "space-id": spaceId, title, status: "current", "body-format": "storage" };
    const all = await this.list(page, "/pages", query);
    const [found] = all.filter((each) => each.title === title);
    return found && this.shown(found);
  }

  /** Makes a page, and says with it what its first version is. @throws AtlassianError; `refused` where the title is taken */
  async createPage({ spaceId, parentId, title, body }: NewPage): Promise<ConfluencePage> {
    const answer = await this.ask({
      method: "POST",
      path: `${API}/pages`,
      body: {
        ...{ spaceId, status: "current", title, body: { representation: "storage", value: body } },
        ...(parentId !== undefined && { parentId }),
      },
      // A second one of the same title is refused.
      repeatable: false,
    });
    return this.shown(readAnswer(page, answer));
  }

  /** Writes the version after the one that was read. @throws AtlassianError; `conflict` where that is not the newest */
  async updatePage(
    { id, title, version: read }: Pick<ConfluencePage, "id" | "title" | "version">,
    body: string,
    message: string,
  ): Promise<ConfluencePage> {
    const answer = await this.ask({
      method: "PUT",
      path: `${API}/pages/${id}`,
      body: {
        ...{ id, status: "current", title, body: { representation: "storage", value: body } },
        version: { number: read + 1, message },
      },
      // Done twice, it is a conflict with itself.
      repeatable: false,
    });
    return this.shown(readAnswer(page, answer));
  }

  async pageProperty(pageId: string, key: string): Promise<PageProperty | undefined> {
    const [found] = await this.list(property, `/pages/${pageId}/properties`, { key });
    return found && { id: found.id, value: found.value, version: found.version.number };
  }

  /** Sets a property anew; `before` is what was read of it. */
  async setPageProperty(
    pageId: string,
    key: string,
    value: unknown,
    before: PageProperty | undefined,
  ): Promise<void> {
    const path = `${API}/pages/${pageId}/properties`;
    await this.ask(
      before === undefined
        ? { method: "POST", path, body: { key, value }, repeatable: false }
        : {
            method: "PUT",
            path: `${path}/${before.id}`,
            body: { key, value, version: { number: before.version + 1 } },
            repeatable: false,
          },
    );
  }

  /** The comments at a page's foot that are no replies. */
  comments(pageId: string): Promise<readonly ConfluenceComment[]> {
    return this.commentsAt(`/pages/${pageId}/footer-comments`, { sort: "created-date" });
  }

  /** Replies to a comment; nothing where the comment is not there. */
  async replies(commentId: string): Promise<readonly ConfluenceComment[] | undefined> {
    return this.commentsAt(`/footer-comments/${commentId}/children`, {}).catch(absent);
  }

  /** @throws AtlassianError, `unsure` where it may have been made all the same */
  async addComment(
    to: { readonly pageId: string } | { readonly parentCommentId: string },
    body: string,
  ): Promise<ConfluenceComment> {
    const answer = await this.ask({
      method: "POST",
      path: `${API}/footer-comments`,
      body: { ...to, body: { representation: "storage", value: body } },
      repeatable: false,
      once: true,
    });
    return this.shownComment(readAnswer(comment, answer));
  }

  private async commentsAt(
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<readonly ConfluenceComment[]> {
    const all = await this.list(comment, path, { "body-format": "storage", ...query });
    return all.map((each) => this.shownComment(each));
  }

  /** All pages of a list. */
  private async list<Item extends z.ZodType>(
    item: Item,
    path: string,
    query: Readonly<Record<string, string>>,
  ): Promise<readonly z.infer<Item>[]> {
    const all: z.infer<Item>[] = [];
    const onward = new Onward(`GET ${API}${path}`);
    let cursor: string | undefined;
    do {
      const answer = readAnswer(
        listOf(item),
        await this.ask({
          method: "GET",
          path: API + path,
          query: { limit: A_PAGE, ...query, ...(cursor !== undefined && { cursor }) },
          repeatable: true,
        }),
      );
      all.push(...answer.results);
      cursor = onward.to(cursorOf(answer._links?.next ?? undefined));
    } while (cursor !== undefined);
    return all;
  }

  private shown({
    id,
    title,
    version: { number, message },
    body,
    _links,
  }: z.infer<typeof page>): ConfluencePage {
    return {
      ...{ id, title, version: number, message: message ?? "", body: body?.storage.value ?? "" },
      link: this.linkTo(_links?.webui ?? `/pages/viewpage.action?pageId=${id}`),
    };
  }

  private shownComment({ id, body, _links }: z.infer<typeof comment>): ConfluenceComment {
    return { id, body: body?.storage.value ?? "", link: this.linkTo(_links?.webui ?? "") };
  }

  /** `webui` leads on from `/wiki`. */
  private linkTo(webui: string): string {
    return `${this.access.site.replace(/\/+$/, "")}/wiki${webui}`;
  }

  private ask(request: AtlassianRequest): Promise<unknown> {
    return askAtlassian(this.access, request);
  }
}

/** The next page's address is one of Confluence's own; only its cursor is taken from it. */
function cursorOf(next: string | undefined): string | undefined {
  if (next === undefined) return undefined;
  if (!URL.canParse(next, "https://confluence.invalid"))
    throw new AtlassianError("unsure", "the next page of a list", "its address is none");
  return new URL(next, "https://confluence.invalid").searchParams.get("cursor") ?? undefined;
}

/** Whether it was refused because a page of that title is there already. */
export function titleIsTaken(error: unknown): boolean {
  return (
    error instanceof AtlassianError &&
    (error.fault === "conflict" || (error.fault === "refused" && /title/i.test(error.because)))
  );
}

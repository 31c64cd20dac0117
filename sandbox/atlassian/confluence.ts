/**
 * Confluence Cloud as its REST API, version 2, describes itself, as far as the product asks it. Unknown fields are refused.
 *
 * @see https://developer.atlassian.com/cloud/confluence/openapi-v2.v3.json (read 2026-11-30)
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { Answer, sent } from "./answer";
import { storageFault } from "./storage-format";

export interface StoredPage {
  readonly id: string;
  readonly spaceId: string;
  readonly parentId?: string | undefined;
  title: string;
  body: string;
  version: { number: number; message: string };
  readonly properties: { readonly id: string; readonly key: string; value: unknown; version: number }[];
}

interface StoredComment {
  readonly id: string;
  readonly pageId?: string;
  readonly parentCommentId?: string;
  readonly body: string;
}

const body = z.strictObject({ representation: z.literal("storage"), value: z.string() });
const newPage = z.strictObject({
  spaceId: z.string(),
  status: z.enum(["current", "draft"]).optional(),
  title: z.string().min(1).max(255),
  parentId: z.string().optional(),
  body,
});
const pageUpdate = z.strictObject({
  id: z.string(),
  status: z.enum(["current", "draft"]),
  title: z.string().min(1).max(255),
  body,
  version: z.strictObject({ number: z.int(), message: z.string().max(255).optional() }),
});
const newProperty = z.strictObject({ key: z.string().min(1).max(255), value: z.json() });
const propertyUpdate = newProperty.extend({ version: z.strictObject({ number: z.int() }) });
const newComment = z
  .strictObject({ pageId: z.string().optional(), parentCommentId: z.string().optional(), body })
  .refine((given) => (given.pageId === undefined) !== (given.parentCommentId === undefined), "one parent");

const errors = (titles: readonly string[]) => ({ errors: titles.map((title) => ({ status: 400, title })) });
const refusal = (status: number, title: string) => new Answer(status, { errors: [{ status, title }] });

export class ConfluenceDouble {
  readonly pages: StoredPage[] = [];
  readonly comments: StoredComment[] = [];
  #lastId = 1_000;

  constructor(private readonly spaces: Readonly<Record<string, string>>) {}

  page(id: string): StoredPage {
    const found = this.pages.find((each) => each.id === id);
    if (!found) throw refusal(404, "Page not found");
    return found;
  }

  /** Somebody edits a page in a browser. */
  edit(title: string, text: string): void {
    const page = this.pages.find((each) => each.title === title);
    if (!page) throw new Error(`there is no page ${title}`);
    page.body = text;
    page.version = { number: page.version.number + 1, message: "" };
  }

  mount(app: FastifyInstance): void {
    const api = "/wiki/api/v2";
    type Query = { Querystring: Record<string, string | undefined> };
    type Id = { Params: { id: string } };
    app.get<Query>(`${api}/spaces`, ({ query }) => {
      const all = Object.entries(this.spaces).map(([key, id]) => ({ id, key }));
      return this.listed(
        all.filter(({ key }) => key === query["keys"]),
        query,
        `${api}/spaces`,
      );
    });
    app.get<Query>(`${api}/pages`, ({ query }) => {
      const { "space-id": spaceId, title } = query;
      const all = this.pages.filter((each) => each.spaceId === spaceId && each.title === title);
      return this.listed(all.map(shown), query, `${api}/pages`);
    });
    app.post(`${api}/pages`, ({ body: given }) => shown(this.create(given)));
    app.put<Id>(`${api}/pages/:id`, ({ params, body: given }) => shown(this.update(params.id, given)));
    app.get<Id & Query>(`${api}/pages/:id/properties`, ({ params, query }) =>
      this.listed(
        this.page(params.id)
          .properties.filter(({ key }) => key === query["key"])
          .map(shownProperty),
        query,
        `${api}/pages/${params.id}/properties`,
      ),
    );
    app.post<Id>(`${api}/pages/:id/properties`, ({ params, body: given }) => {
      const { key, value } = sent(newProperty, given, errors);
      const { properties } = this.page(params.id);
      if (properties.some((each) => each.key === key))
        throw refusal(409, "A content property with this key already exists");
      const property = { id: this.nextId(), key, value, version: 1 };
      properties.push(property);
      return shownProperty(property);
    });
    app.put<{ Params: { id: string; property: string } }>(
      `${api}/pages/:id/properties/:property`,
      ({ params, body: given }) => {
        const { value, version } = sent(propertyUpdate, given, errors);
        const found = this.page(params.id).properties.find(({ id }) => id === params.property);
        if (!found) throw refusal(404, "Property not found");
        if (version.number !== found.version + 1) throw refusal(409, "Version must be incremented by one");
        Object.assign(found, { value, version: version.number });
        return shownProperty(found);
      },
    );
    app.get<Id & Query>(`${api}/pages/:id/footer-comments`, ({ params, query }) => {
      const { id } = this.page(params.id);
      const all = this.comments.filter(({ pageId }) => pageId === id).map(shownComment);
      return this.listed(all, query, `${api}/pages/${id}/footer-comments`);
    });
    app.get<Id & Query>(`${api}/footer-comments/:id/children`, ({ params, query }) => {
      if (!this.comments.some(({ id }) => id === params.id)) throw refusal(404, "Comment not found");
      const all = this.comments.filter(({ parentCommentId }) => parentCommentId === params.id);
      return this.listed(all.map(shownComment), query, `${api}/footer-comments/${params.id}/children`);
    });
    app.post(`${api}/footer-comments`, ({ body: given }, reply) => {
      const { body: text, ...to } = sent(newComment, given, errors);
      wellFormed(text.value);
      if (to.pageId !== undefined) this.page(to.pageId);
      const comment = { id: this.nextId(), body: text.value, ...to } as StoredComment;
      this.comments.push(comment);
      return reply.code(201).send(shownComment(comment));
    });
  }

  private create(given: unknown): StoredPage {
    const { spaceId, title, parentId, body: text } = sent(newPage, given, errors);
    if (!Object.values(this.spaces).includes(spaceId)) throw refusal(404, "Space not found");
    if (this.pages.some((each) => each.spaceId === spaceId && each.title === title))
      throw refusal(400, "A page with this title already exists: title must be unique in the space");
    wellFormed(text.value);
    const version = { number: 1, message: "" };
    const page = { id: this.nextId(), spaceId, parentId, title, body: text.value, version, properties: [] };
    this.pages.push(page);
    return page;
  }

  private update(id: string, given: unknown): StoredPage {
    const page = this.page(id);
    const { title, body: text, version } = sent(pageUpdate, given, errors);
    if (version.number !== page.version.number + 1)
      throw refusal(409, `Version must be incremented on update. Current version is: ${page.version.number}`);
    wellFormed(text.value);
    Object.assign(page, { title, body: text.value });
    page.version = { number: version.number, message: version.message ?? "" };
    return page;
  }

  private nextId = (): string => String(++this.#lastId);

  /** As the vendor does, in pages, whose next address holds a cursor. */
  private listed(all: readonly object[], query: Readonly<Record<string, string | undefined>>, path: string) {
    const limit = Math.min(250, Number(query["limit"] ?? 25));
    const from = Number(query["cursor"] ?? 0);
    const results = all.slice(from, from + limit);
    const more = from + limit < all.length;
    return { results, _links: { ...(more && { next: `${path}?cursor=${from + limit}` }) } };
  }
}

function wellFormed(text: string): void {
  const fault = storageFault(text);
  if (fault !== undefined) throw refusal(400, `Error parsing xhtml: ${fault}`);
}

const shown = ({ id, spaceId, parentId, title, body: value, version }: StoredPage) => ({
  ...{ id, spaceId, parentId, title, status: "current", version },
  body: { storage: { representation: "storage", value } },
  _links: { webui: `/spaces/X/pages/${id}` },
});
const shownProperty = ({ id, key, value, version }: StoredPage["properties"][number]) => ({
  ...{ id, key, value, version: { number: version } },
});
const shownComment = ({ id, body: value }: StoredComment) => ({
  ...{ id, status: "current", body: { storage: { representation: "storage", value } } },
  _links: { webui: `/comments/${id}` },
});

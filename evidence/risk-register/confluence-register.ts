import { escapeHtml } from "../html/escape";
import {
  AtlassianError,
  Confluence,
  readable,
  storageDocument,
  titleIsTaken,
  type AtlassianAccess,
  type ConfluenceComment,
  type ConfluencePage,
} from "../atlassian";
import type { RiskRegisterAlert } from "./alert";
import type { Register, RegisterEntry } from "./register";
import { alertLines, entryParagraphs, eventMark } from "./words";

/** Where the register's pages are. */
export interface ConfluenceRegisterOptions {
  readonly space: string;
  readonly parent?: string | undefined;
}

/** Comments are read from where they are written; a replica may lag for a moment. */
const LISTED_WITHIN_MS = 15_000;
const LONGEST_TITLE = 255;

/** One comment on the system's page for each cycle, and a reply for each step of it. */
export class ConfluenceRegister implements Register {
  readonly kind = "confluence";
  readonly shownWithinMs = LISTED_WITHIN_MS;
  private readonly confluence: Confluence;
  private spaceId: string | undefined;
  /** Ids of pages by their titles, as `find` saw them last: what comes after it must not wait for more answers. */
  private readonly pages = new Map<string, string>();

  constructor(
    access: AtlassianAccess,
    private readonly options: ConfluenceRegisterOptions,
  ) {
    this.confluence = new Confluence(access);
  }

  async find(label: string, alert: RiskRegisterAlert): Promise<RegisterEntry | undefined> {
    this.pages.delete(titleOf(alert));
    const all = await this.confluence.comments(await this.pageOf(alert));
    const found = all.find(({ body }) => holds(body, label));
    return found && entryOf(found);
  }

  async open(label: string, alert: RiskRegisterAlert): Promise<RegisterEntry> {
    const body = storageDocument(entryParagraphs(alert), [
      ...alertLines(alert),
      { label: "Entry", value: label, as: "code" },
    ]);
    return entryOf(await this.confluence.addComment({ pageId: await this.pageOf(alert) }, body));
  }

  async look(entry: string, alert: RiskRegisterAlert): Promise<RegisterEntry | undefined> {
    const all = await this.confluence.comments(await this.pageOf(alert));
    const found = all.find(({ id }) => id === entry);
    return found && entryOf(found);
  }

  async tellsOf(entry: string, alert: RiskRegisterAlert): Promise<boolean> {
    const [all, replies] = await Promise.all([
      this.confluence.comments(await this.pageOf(alert)),
      this.confluence.replies(entry),
    ]);
    const told = [...all.filter(({ id }) => id === entry), ...(replies ?? [])];
    return told.some(({ body }) => holds(body, eventMark(alert)));
  }

  async add(entry: string, alert: RiskRegisterAlert): Promise<void> {
    await this.confluence.addComment({ parentCommentId: entry }, storageDocument([], alertLines(alert)));
  }

  /** A comment at a page's foot has no state: people say in a reply what came of it. */
  close(): Promise<boolean> {
    return Promise.resolve(false);
  }

  /** The system's page, which is made where there is none: its title is there once in a space, so it is never made twice. */
  private async pageOf(alert: RiskRegisterAlert): Promise<string> {
    const title = titleOf(alert);
    const known = this.pages.get(title);
    if (known !== undefined) return known;
    const spaceId = await this.spaceIdOf();
    const page =
      (await this.confluence.pageTitled(spaceId, title)) ?? (await this.makePage(spaceId, title, alert));
    this.pages.set(title, page.id);
    return page.id;
  }

  private async makePage(
    spaceId: string,
    title: string,
    { ai_system, environment }: RiskRegisterAlert,
  ): Promise<ConfluencePage> {
    const body = storageDocument([
      `Each alert of post-market monitoring of ${ai_system} in ${environment} stands below as a comment, with a reply for each step of it (Article 9(2)(c), Article 72).`,
      "Reply to a comment to write down how the alert was weighed and what was done.",
    ]);
    const page = await this.confluence
      .createPage({ spaceId, parentId: this.options.parent, title, body })
      .catch((error: unknown) => {
        if (titleIsTaken(error)) return this.confluence.pageTitled(spaceId, title);
        throw error;
      });
    if (page) return page;
    throw new AtlassianError("unsure", "POST /wiki/api/v2/pages", "the page is there, and is not seen");
  }

  private async spaceIdOf(): Promise<string> {
    const { space } = this.options;
    this.spaceId ??= await this.confluence.space(space);
    if (this.spaceId === undefined)
      throw new AtlassianError("not-found", "GET /wiki/api/v2/spaces", `the account sees no space ${space}`);
    return this.spaceId;
  }
}

const titleOf = ({ ai_system, environment }: RiskRegisterAlert): string =>
  readable(`Risk register: alerts of ${ai_system} (${environment})`, LONGEST_TITLE);

const entryOf = ({ id, link }: ConfluenceComment): RegisterEntry => ({ entry: id, link, closed: false });

/** Whether a text of a `code` element of ours is there. */
const holds = (body: string, text: string): boolean => body.includes(`>${escapeHtml(text)}<`);

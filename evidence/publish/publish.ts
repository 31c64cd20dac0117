import { z } from "zod";
import { AtlassianError, titleIsTaken, type Confluence, type ConfluencePage } from "../atlassian";
import { Digest } from "../event/values";
import { compared, linesOf } from "./compare";
import { NOTE, type Page } from "./page";

/** What came, or in a dry run would come, of one page. */
export interface Published {
  readonly document: string;
  readonly title: string;
  /**
   * `edited`: a person changed it since it was published. `not-ours`: somebody else's page has its title. `title-taken`: a page
   * has it that the account does not see.
   */
  readonly outcome: "created" | "updated" | "unchanged" | "edited" | "not-ours" | "title-taken" | "conflict";
  readonly link?: string;
  /** Lines that would go and come; in a dry run alone. */
  readonly changes?: readonly string[];
}

export interface PublishRequest {
  readonly confluence: Confluence;
  readonly spaceId: string;
  readonly parentId?: string | undefined;
  readonly pages: readonly Page[];
  /** Lays the page over what a person changed, or somebody else's. */
  readonly force: boolean;
  /** Asks, and changes nothing. */
  readonly dryRun: boolean;
  readonly onProgress?: (doing: string) => void;
}

/** Under this key a page keeps, out of sight, what was published to it. */
const PROPERTY = "ai-act-evidence.published";
/** What a version says of itself: so a crash before the property was set is told from a person's change. */
const MESSAGE = "ai-act-evidence ";

const publishedValue = z.looseObject({ digest: Digest, version: z.int() });

/**
 * Brings pages to Confluence: creates what is not there, updates what has changed, leaves the rest, and never lays anything over
 * what a person wrote. It can be cut off anywhere and run again.
 *
 * @throws AtlassianError
 */
export async function publish(request: PublishRequest): Promise<readonly Published[]> {
  const done: Published[] = [];
  for (const page of request.pages) {
    request.onProgress?.(`publishing ${page.document}`);
    done.push(await publishOne(page, request));
  }
  return done;
}

async function publishOne(page: Page, request: PublishRequest): Promise<Published> {
  const first = await attempt(page, request);
  // Somebody was faster: what he wrote is read, and judged, once more.
  return first.outcome === "conflict" || first.outcome === "title-taken" ? attempt(page, request) : first;
}

async function attempt(page: Page, request: PublishRequest): Promise<Published> {
  const { confluence, spaceId, dryRun, force } = request;
  const said = { document: page.document, title: page.title };
  try {
    const there = await confluence.pageTitled(spaceId, page.title);
    if (!there) return { ...said, ...(await create(page, request)) };
    const known = await knownOf(there, confluence);
    if (known.state !== "ours" && !force) return { ...said, outcome: known.state, link: there.link };
    if (known.state === "ours" && known.digest === page.digest) {
      if (!dryRun) await note(there, page, request);
      return { ...said, outcome: "unchanged", link: there.link };
    }
    if (dryRun) {
      const changes = compared(linesOf(there.body), linesOf(page.body));
      return { ...said, outcome: "updated", link: there.link, changes };
    }
    const written = await confluence.updatePage(there, page.body, MESSAGE + page.digest);
    await note(written, page, request);
    return { ...said, outcome: "updated", link: written.link };
  } catch (error) {
    if (error instanceof AtlassianError && error.fault === "conflict")
      return { ...said, outcome: "conflict" };
    throw error;
  }
}

async function create(
  page: Page,
  request: PublishRequest,
): Promise<Pick<Published, "outcome" | "link" | "changes">> {
  const { title, body } = page;
  const { confluence, spaceId, parentId, dryRun } = request;
  if (dryRun) return { outcome: "created", changes: compared([], linesOf(body)) };
  const made = await confluence.createPage({ spaceId, parentId, title, body }).catch((error: unknown) => {
    if (titleIsTaken(error)) return undefined;
    throw error;
  });
  if (made === undefined) return { outcome: "title-taken" };
  await note(made, page, request);
  return { outcome: "created", link: made.link };
}

/** Whose words a page has. */
async function knownOf(
  page: ConfluencePage,
  confluence: Confluence,
): Promise<
  { readonly state: "ours"; readonly digest: string | undefined } | { readonly state: "edited" | "not-ours" }
> {
  const digest = page.message.startsWith(MESSAGE) ? page.message.slice(MESSAGE.length) : undefined;
  if (digest !== undefined && Digest.safeParse(digest).success) return { state: "ours", digest };
  const property = await confluence.pageProperty(page.id, PROPERTY);
  const value = publishedValue.safeParse(property?.value);
  // Made, and cut off before that was noted: nobody has written a second version.
  const justMade = property === undefined && page.version === 1 && page.body.includes(NOTE);
  if (!value.success) return justMade ? { state: "ours", digest: undefined } : { state: "not-ours" };
  return value.data.version === page.version
    ? { state: "ours", digest: value.data.digest }
    : { state: "edited" };
}

/** Notes with the page what was published to it, where that is not noted yet. */
async function note(
  { id, version }: ConfluencePage,
  { digest, document }: Page,
  { confluence }: PublishRequest,
): Promise<void> {
  const before = await confluence.pageProperty(id, PROPERTY);
  const value = publishedValue.safeParse(before?.value);
  if (value.success && value.data.digest === digest && value.data.version === version) return;
  await confluence.setPageProperty(id, PROPERTY, { digest, version, document }, before);
}

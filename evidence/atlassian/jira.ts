/**
 * The part of Jira Cloud's REST API, version 3, that is used.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json (read 2026-11-30)
 */
import { z } from "zod";
import { AtlassianError, type AtlassianAccess } from "./access";
import type { AdfDocument } from "./adf";
import { askAtlassian, Onward, readAnswer, type AtlassianRequest } from "./ask";

const status = z.looseObject({ statusCategory: z.looseObject({ key: z.string() }) });
const created = z.looseObject({ id: z.string(), key: z.string() });
const found = z.looseObject({
  // Not optional: an answer without it says nothing of whether there are any.
  issues: z.array(z.looseObject({ id: z.string(), key: z.string() })),
  nextPageToken: z.string().nullish(),
});
const issueAnswer = z.looseObject({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({ status, description: z.unknown() }),
});
const transitions = z.looseObject({
  transitions: z.array(z.looseObject({ id: z.string(), to: status.optional() })).default([]),
});
const comments = z.looseObject({
  total: z.int(),
  comments: z.array(z.looseObject({ body: z.unknown() })),
});

/** An issue as it is asked for by its key. */
export interface JiraIssue {
  readonly key: string;
  /** Whether its status is one of those that Jira counts as done. */
  readonly done: boolean;
  /** In the Atlassian Document Format. */
  readonly description: unknown;
}

/** What a new issue says. */
export interface NewIssue {
  readonly project: string;
  readonly issueType: string;
  /** One line, at most 255 characters. */
  readonly summary: string;
  readonly description: AdfDocument;
  readonly labels: readonly string[];
  /** Kept with the issue, out of sight. */
  readonly property: { readonly key: string; readonly value: unknown };
}

const COMMENTS_A_PAGE = 100;

export class Jira {
  constructor(private readonly access: AtlassianAccess) {}

  /** Where people see an issue. */
  linkTo = (key: string): string => `${this.access.site.replace(/\/+$/, "")}/browse/${key}`;

  /**
   * Keys of the issues of a project that have a label, oldest first. Jira's search shows what was changed with a delay.
   *
   * @see https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/
   * @throws AtlassianError
   */
  async withLabel(project: string, label: string): Promise<readonly string[]> {
    const keys: string[] = [];
    const onward = new Onward("POST /rest/api/3/search/jql");
    let nextPageToken: string | undefined;
    do {
      const answer = readAnswer(
        found,
        await this.ask({
          method: "POST",
          path: "/rest/api/3/search/jql",
          body: {
            jql: `project = ${quoted(project)} AND labels = ${quoted(label)} ORDER BY created ASC`,
            fields: ["id", "key"],
            maxResults: 50,
            ...(nextPageToken !== undefined && { nextPageToken }),
          },
          repeatable: true,
        }),
      );
      keys.push(...answer.issues.map(({ key }) => key));
      nextPageToken = onward.to(answer.nextPageToken ?? undefined);
    } while (nextPageToken !== undefined);
    return keys;
  }

  /** @returns its key @throws AtlassianError, `unsure` where it may have been made all the same */
  async create({ project, issueType, property, ...fields }: NewIssue): Promise<string> {
    const answer = await this.ask({
      method: "POST",
      path: "/rest/api/3/issue",
      body: {
        fields: { project: { key: project }, issuetype: { name: issueType }, ...fields },
        properties: [property],
      },
      repeatable: false,
      once: true,
    });
    return readAnswer(created, answer).key;
  }

  /** The issue, at once as it is; nothing where there is none, or none that the account may see. */
  async issue(key: string): Promise<JiraIssue | undefined> {
    const answer = await this.ask({
      method: "GET",
      path: `/rest/api/3/issue/${encodeURIComponent(key)}`,
      query: { fields: "status,description" },
      repeatable: true,
    }).catch(absent);
    if (answer === undefined) return undefined;
    const { key: now, fields } = readAnswer(issueAnswer, answer);
    return { key: now, done: isDone(fields.status), description: fields.description };
  }

  /** Whether one of an issue's comments holds this text as a text node of its own. */
  async hasComment(key: string, text: string): Promise<boolean> {
    for (let startAt = 0; ; startAt += COMMENTS_A_PAGE) {
      const page = readAnswer(
        comments,
        await this.ask({
          method: "GET",
          path: `/rest/api/3/issue/${encodeURIComponent(key)}/comment`,
          query: { startAt: String(startAt), maxResults: String(COMMENTS_A_PAGE), orderBy: "-created" },
          repeatable: true,
        }),
      );
      if (page.comments.some(({ body }) => holdsText(body, text))) return true;
      if (page.comments.length === 0 || startAt + page.comments.length >= page.total) return false;
    }
  }

  async comment(key: string, body: AdfDocument): Promise<void> {
    const path = `/rest/api/3/issue/${encodeURIComponent(key)}/comment`;
    await this.ask({ method: "POST", path, body: { body }, repeatable: false });
  }

  /** Brings an issue into a status that counts as done. @returns false where its workflow has no way there from here */
  async close(key: string): Promise<boolean> {
    const path = `/rest/api/3/issue/${encodeURIComponent(key)}/transitions`;
    const ways = readAnswer(
      transitions,
      await this.ask({ method: "GET", path, repeatable: true }),
    ).transitions;
    const way = ways.find(({ to }) => to !== undefined && isDone(to));
    if (way === undefined) return false;
    // Done twice, it is refused the second time, or another status is reached: so it is not repeated blindly.
    await this.ask({ method: "POST", path, body: { transition: { id: way.id } }, repeatable: false });
    return true;
  }

  private ask(request: AtlassianRequest): Promise<unknown> {
    return askAtlassian(this.access, request);
  }
}

const isDone = ({ statusCategory }: z.infer<typeof status>): boolean => statusCategory.key === "done";

/** A string of JQL. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** Whether a document holds this text as a text node of its own. */
export function holdsText(node: unknown, wanted: string): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ((node as { text?: unknown }).text === wanted) return true;
  return Object.values(node).some((inner) => holdsText(inner, wanted));
}

/** What is not there is nothing, and no fault. */
export function absent(error: unknown): undefined {
  if (error instanceof AtlassianError && error.fault === "not-found") return undefined;
  throw error;
}

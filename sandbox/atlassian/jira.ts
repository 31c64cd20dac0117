/**
 * Jira Cloud as its REST API, version 3, describes itself, as far as the product asks it. Unknown fields are refused, also where
 * the description lets a client send what it likes, so that a misspelt one is seen.
 *
 * @see https://developer.atlassian.com/cloud/jira/platform/swagger-v3.v3.json (read 2026-11-30)
 */
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { adf } from "./adf";
import { Answer, sent } from "./answer";

export interface JiraProject {
  readonly key: string;
  readonly issueTypes: readonly string[];
}

type Category = "new" | "indeterminate" | "done";
const STATUSES: readonly {
  readonly name: string;
  readonly category: Category;
  readonly transition: string;
}[] = [
  { name: "To Do", category: "new", transition: "11" },
  { name: "In Progress", category: "indeterminate", transition: "21" },
  { name: "Done", category: "done", transition: "31" },
];

/** An issue as a test looks at it. */
export interface StoredIssue {
  readonly id: string;
  readonly key: string;
  readonly project: string;
  readonly summary: string;
  readonly description: unknown;
  labels: string[];
  status: string;
  readonly properties: Map<string, unknown>;
  readonly comments: { readonly id: string; readonly body: unknown; readonly created: string }[];
  /** Whether the search shows it already. */
  indexed: boolean;
}

const property = z.strictObject({ key: z.string().min(1).max(255), value: z.json() });
const newIssue = z.strictObject({
  fields: z.strictObject({
    project: z.strictObject({ key: z.string() }),
    issuetype: z.strictObject({ name: z.string() }),
    // "The summary is invalid because it contains newline characters."
    summary: z
      .string()
      .min(1)
      .max(255)
      .regex(/^[^\r\n]*$/),
    description: adf.optional(),
    labels: z.array(z.string().min(1).max(255).regex(/^\S+$/)).optional(),
  }),
  properties: z.array(property).optional(),
});
const search = z.strictObject({
  jql: z.string(),
  fields: z.array(z.string()).optional(),
  maxResults: z.int().min(1).max(5000).optional(),
  nextPageToken: z.string().optional(),
  reconcileIssues: z.array(z.int()).max(50).optional(),
});
const newComment = z.strictObject({ body: adf, properties: z.array(property).optional() });
const transition = z.strictObject({ transition: z.strictObject({ id: z.string() }) });
const JQL = /^project = "([^"]+)" AND labels = "([^"]+)" ORDER BY created ASC$/;

const errors = (errorMessages: readonly string[]) => ({ errorMessages, errors: {} });
const NOT_FOUND = new Answer(404, errors(["Issue does not exist or you do not have permission to see it."]));

export class JiraDouble {
  readonly issues: StoredIssue[] = [];
  /** Whether the search shows a new issue at once; if not, `showAll` does. */
  showsAtOnce = true;

  constructor(private readonly projects: readonly JiraProject[]) {}

  /** The search has caught up. */
  showAll(): void {
    for (const issue of this.issues) issue.indexed = true;
  }

  /** Somebody deletes an issue. */
  delete(key: string): void {
    this.issues.splice(this.issues.indexOf(this.issue(key)), 1);
  }

  issue(key: string): StoredIssue {
    const found = this.issues.find((each) => each.key === key || each.id === key);
    if (!found) throw NOT_FOUND;
    return found;
  }

  mount(app: FastifyInstance): void {
    type Issue = { Params: { key: string } };
    app.post("/rest/api/3/issue", ({ body }, reply) => reply.code(201).send(this.create(body)));
    app.post("/rest/api/3/search/jql", ({ body }) => this.search(body));
    app.get<Issue>("/rest/api/3/issue/:key", ({ params }) => this.shown(this.issue(params.key)));
    app.get<Issue & { Querystring: { startAt?: string; maxResults?: string; orderBy?: string } }>(
      "/rest/api/3/issue/:key/comment",
      ({ params, query }) => this.comments(params.key, query),
    );
    app.post<Issue>("/rest/api/3/issue/:key/comment", ({ params, body }, reply) => {
      const { body: text } = sent(newComment, body, errors);
      const { comments } = this.issue(params.key);
      const comment = { id: String(comments.length + 1), body: text, created: new Date().toISOString() };
      comments.push(comment);
      return reply.code(201).send(comment);
    });
    app.get<Issue>("/rest/api/3/issue/:key/transitions", ({ params }) => ({
      transitions: this.waysFrom(this.issue(params.key)).map(({ name, transition: id, category }) => ({
        ...{ id, name, to: { name, statusCategory: { key: category } } },
      })),
    }));
    app.post<Issue>("/rest/api/3/issue/:key/transitions", ({ params, body }, reply) => {
      const issue = this.issue(params.key);
      const { transition: wanted } = sent(transition, body, errors);
      const way = this.waysFrom(issue).find(({ transition: id }) => id === wanted.id);
      if (!way) throw new Answer(400, errors([`Transition id '${wanted.id}' is not valid for this issue.`]));
      issue.status = way.name;
      return reply.code(204).send();
    });
  }

  private create(body: unknown) {
    const { fields, properties = [] } = sent(newIssue, body, errors);
    const project = this.projects.find(({ key }) => key === fields.project.key);
    if (!project)
      throw new Answer(400, { errorMessages: [], errors: { project: "valid project is required" } });
    if (!project.issueTypes.includes(fields.issuetype.name))
      throw new Answer(400, { errorMessages: [], errors: { issuetype: "Specify a valid issue type" } });
    const number = this.issues.length + 1;
    const issue: StoredIssue = {
      id: String(10_000 + number),
      key: `${project.key}-${number}`,
      project: project.key,
      summary: fields.summary,
      description: fields.description,
      labels: fields.labels ?? [],
      status: "To Do",
      properties: new Map(properties.map(({ key, value }) => [key, value])),
      comments: [],
      indexed: this.showsAtOnce,
    };
    this.issues.push(issue);
    return { id: issue.id, key: issue.key, self: `/rest/api/3/issue/${issue.id}` };
  }

  private search(body: unknown) {
    const { jql, maxResults = 50, nextPageToken = "0", reconcileIssues = [] } = sent(search, body, errors);
    const [, project, label = ""] = JQL.exec(jql) ?? [];
    if (project === undefined) throw new Answer(400, errors([`Error in the JQL Query: ${jql}`]));
    const found = this.issues.filter(
      (issue) =>
        (issue.indexed || reconcileIssues.includes(Number(issue.id))) &&
        issue.project === project &&
        issue.labels.includes(label),
    );
    const from = Number(nextPageToken);
    const issues = found.slice(from, from + maxResults).map(({ id, key }) => ({ id, key }));
    const isLast = from + issues.length >= found.length;
    return { issues, isLast, ...(!isLast && { nextPageToken: String(from + issues.length) }) };
  }

  private comments(key: string, query: { startAt?: string; maxResults?: string; orderBy?: string }) {
    const [startAt, maxResults] = [
      Number(query.startAt ?? 0),
      Math.min(100, Number(query.maxResults ?? 100)),
    ];
    const { comments } = this.issue(key);
    const ordered = query.orderBy === "-created" ? comments.toReversed() : comments;
    const page = ordered.slice(startAt, startAt + maxResults);
    return { startAt, maxResults, total: comments.length, comments: page };
  }

  private shown({ id, key, summary, description, labels, status }: StoredIssue) {
    const category = STATUSES.find(({ name }) => name === status)?.category;
    return {
      id,
      key,
      fields: { summary, description, labels, status: { name: status, statusCategory: { key: category } } },
    };
  }

  private waysFrom = ({ status }: StoredIssue) => STATUSES.filter(({ name }) => name !== status);
}

import { adfDocument, holdsText, Jira, type AtlassianAccess } from "../atlassian";
import type { RiskRegisterAlert } from "./alert";
import type { Register, RegisterEntry } from "./register";
import { alertLines, entryParagraphs, eventMark, summaryOf } from "./words";

/** Where issues are opened, and what a recovery does to them. */
export interface JiraRegisterOptions {
  readonly project: string;
  readonly issueType: string;
  readonly onRecovery: "comment" | "close";
}

/** Under this key an issue keeps, out of sight, which alert it is about. */
const PROPERTY = "ai-act-evidence.alert";
/** On every issue, so that people find all of them. */
const LABEL = "eu-ai-act";

/** "The delay might vary from a few seconds to minutes." @see https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/ */
const SEARCH_SHOWS_WITHIN_MS = 120_000;

/** One Jira issue for each cycle. */
export class JiraRegister implements Register {
  readonly kind = "jira";
  readonly shownWithinMs = SEARCH_SHOWS_WITHIN_MS;
  private readonly jira: Jira;

  constructor(
    access: AtlassianAccess,
    private readonly options: JiraRegisterOptions,
  ) {
    this.jira = new Jira(access);
  }

  async find(label: string): Promise<RegisterEntry | undefined> {
    const [oldest] = await this.jira.withLabel(this.options.project, label);
    return oldest === undefined ? undefined : this.look(oldest);
  }

  async open(label: string, alert: RiskRegisterAlert): Promise<RegisterEntry> {
    const { project, issueType } = this.options;
    const { environment, ai_system, monitor, cycle } = alert;
    const key = await this.jira.create({
      ...{ project, issueType, summary: summaryOf(alert) },
      description: adfDocument(entryParagraphs(alert), alertLines(alert)),
      labels: [LABEL, label],
      property: { key: PROPERTY, value: { environment, ai_system, monitor, cycle } },
    });
    return { entry: key, link: this.jira.linkTo(key), closed: false };
  }

  async look(entry: string): Promise<RegisterEntry | undefined> {
    const issue = await this.jira.issue(entry);
    // An issue that was moved to another project has another key from then on.
    return issue && { entry: issue.key, link: this.jira.linkTo(issue.key), closed: issue.done };
  }

  async tellsOf(entry: string, alert: RiskRegisterAlert): Promise<boolean> {
    const issue = await this.jira.issue(entry);
    if (issue !== undefined && holdsText(issue.description, eventMark(alert))) return true;
    return this.jira.hasComment(entry, eventMark(alert));
  }

  async add(entry: string, alert: RiskRegisterAlert): Promise<void> {
    await this.jira.comment(entry, adfDocument([], alertLines(alert)));
  }

  async close(entry: string): Promise<boolean> {
    return this.options.onRecovery === "close" && (await this.jira.close(entry));
  }
}

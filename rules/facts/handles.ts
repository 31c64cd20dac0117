/** Kinds of receivers Datadog knows beside e-mail addresses. A test holds this against the configs' own list. */
export const HANDLE_KINDS = [
  "case",
  "flowdock",
  "hangouts",
  "jira",
  "microsoft-teams",
  "oncall",
  "opsgenie",
  "pagerduty",
  "servicenow",
  "slack",
  "sns",
  "team",
  "teams",
  "victorops",
  "webhook",
  "workflow",
] as const;

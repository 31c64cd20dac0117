import { code, prose, row } from "../../render/escape";
import type { CallFinding, Detection } from "./detection";
import { division, headline, KINDS, notSeen, reading, times, trailFinding } from "./words";

/** A comment or summary has a size: what is beyond is counted. */
const MOST_ROWS = 100;

/**
 * The report for a person, in Markdown: the verdict first, then each call that nothing explains. What was read in a log
 * or a record goes into code spans: whoever may call AWS may choose a session's name.
 */
export function detectionMarkdown(detection: Detection): string {
  const { environment, findings, leftOut, deployments, trail } = detection;
  return [
    `## Calls on evidence: ${code(environment)}`,
    `**${headline(detection)}**`,
    `${division(detection)}. Read: ${reading(detection)}.`,
    ...(findings.length > 0 ? [callTable(findings)] : []),
    ...more(findings.length - MOST_ROWS, leftOut),
    ...(deployments.doubtful.length > 0
      ? [
          list(
            "Records of deployments that explain nothing",
            deployments.doubtful.map(({ key, reasons }) => `${code(key)}: ${prose(reasons.join("; "))}`),
          ),
        ]
      : []),
    ...(trail.findings.length > 0
      ? [
          list(
            "The log itself",
            trail.findings
              .map(trailFinding)
              .map(
                ({ title, where, reason, meaning }) =>
                  `**${title}**: ${code(where)}, ${prose(reason)}. ${prose(meaning)}`,
              ),
          ),
        ]
      : []),
    list("Not seen", notSeen(detection)),
  ].join("\n\n");
}

function callTable(findings: readonly CallFinding[]): string {
  return [
    row("What", "Call", "On", "Who", "When", "Event"),
    row("---", "---", "---", "---", "---", "---"),
    ...findings.slice(0, MOST_ROWS).map((finding) => {
      const { kind, call, addresses, who, via, error, eventIds, reason } = finding;
      return row(
        KINDS[kind],
        `${code(call)}${error === undefined ? "" : `, ${code(error)}`}`,
        addresses.length > 0 ? addresses.map((address) => code(address)).join(", ") : prose(reason ?? ""),
        `${code(who)} (${via})`,
        times(finding),
        eventIds.map((id) => code(id)).join(", "),
      );
    }),
  ].join("\n");
}

function more(hidden: number, leftOut: number): readonly string[] {
  return [
    ...(hidden > 0 ? [`${hidden} more are in the JSON.`] : []),
    ...(leftOut > 0 ? [`${leftOut} more call(s) were counted and not kept apart.`] : []),
  ];
}

function list(title: string, items: readonly string[]): string {
  const shown = items.slice(0, MOST_ROWS).map((item) => `- ${item}`);
  const hidden = items.length - shown.length;
  return [`### ${title}`, "", ...shown, ...(hidden > 0 ? [`- and ${hidden} more`] : [])].join("\n");
}

import { groupBy } from "../../configs";
import type { Finding } from "../finding";
import { code, prose, row } from "../render/escape";
import { fit } from "../render/fit";
import { details, leavingOut, list, type Row, type Section } from "../render/section";
import { dutyList, EFFECT_WORDS } from "../render/words";
import type { DriftChange, DriftFinding, DriftReport } from "./drift";
import { CAUSE_WORDS, unwaived } from "./report";
import { changeWords, findingWords, stackWords, verdict, whoWords } from "./words";

/** First line of every comment, by which the next run finds the one to replace. */
export const DRIFT_MARKER = "<!-- ai-act-evidence: drift -->";

/** Code hosts take 65,536 characters in a comment. */
const MOST_CHARACTERS = 65_000;
const PATHS_SHOWN = 12;

const CLOSING =
  "It says what resources are like by the rules of `docs/rules.md`, and not that anybody fulfils a duty. How to read it: `docs/drift.md`.";

/**
 * A check for drift in Markdown: the verdict first, then what is weakened or cannot be told, what changed and by whom, all
 * else folded. Texts from plans and logs are escaped. What there is no room for is cut from the least important part on,
 * and counted.
 */
export function driftMarkdown(report: DriftReport): string {
  const { findings, standing, changes, mode, checkedAt, terraformVersion, providerVersions } = report;
  const [first = "", ...others] = verdict(report);
  const providers = Object.entries(providerVersions).map(
    ([provider, versions]) => `${provider} ${versions.join(", ")}`,
  );
  const head = [
    DRIFT_MARKER,
    // All of it our own words: nothing to escape.
    [`**${first}**`, ...others].join(". "),
    `Looked at ${mode === "state" ? "through the state" : "from config and account alone"}, ${prose(checkedAt)}.`,
  ].join("\n\n");
  const grave = (each: Finding) => each.effect === "weakens" || each.effect === "unknown";
  const sections = [
    failures(report),
    findingTable(1, "### Findings", findings.filter(grave), report),
    changeTable(
      2,
      changes.filter(({ cause }) => cause !== "noise"),
    ),
    findingTable(1, "### Unmet on the real thing, whoever did it", standing, report),
    fixes([...findings.filter(grave), ...standing]),
    lines(
      3,
      "**Not looked at**",
      "resource",
      report.notLookedAt,
      ({ address, reason }) => `- ${code(address)}: ${prose(reason)}`,
    ),
    lines(
      1,
      "**Rules that failed themselves: what they judge is not judged**",
      "rule",
      report.brokenRules,
      (rule) => `- ${code(rule)}`,
    ),
    waivers(report),
    findingTable(
      5,
      "Strengthens or neutral",
      findings.filter((each) => !grave(each)),
      report,
    ),
    noise(changes.filter(({ cause }) => cause === "noise")),
    stacks(report),
    lines(
      7,
      "**Versions**",
      "version",
      [`Terraform ${terraformVersion}`, ...providers],
      (each) => `- ${prose(each)}`,
    ),
  ];
  const frame = [head, CLOSING].join("\n\n\n\n").length + 1;
  return `${[head, fit(sections, MOST_CHARACTERS - frame), CLOSING].filter(Boolean).join("\n\n")}\n`;
}

function lines<T>(
  rank: number,
  title: string,
  what: string,
  items: readonly T[],
  line: (item: T) => string,
): Section {
  return list(
    rank,
    title,
    items.map((item) => () => line(item)),
    what,
  );
}

function findingTable(
  rank: number,
  title: string,
  findings: readonly DriftFinding[],
  report: DriftReport,
): Section {
  const open = new Set(unwaived(findings, report));
  const rows = findings.map((finding): Row => () => {
    const { effect, title, rule, address, duties, cause } = finding;
    const said = cause === "standing" && effect === "neutral" ? "unmet" : EFFECT_WORDS[effect];
    return row(
      `**${said}**${open.has(finding) ? "" : " (waived)"}`,
      dutyList(duties),
      `${prose(title)} (${code(rule)})`,
      code(address),
      prose(CAUSE_WORDS[cause]),
      prose(findingWords(finding)),
    );
  });
  const heads = row("Effect", "Duties", "What", "Resource", "Cause", "Before -> now");
  const table = `${heads}\n${"|---".repeat(6)}|\n`;
  const shown = title.startsWith("###")
    ? { open: `${title}\n\n${table}`, close: "" }
    : folded(title, rows.length, table);
  return { rank, ...shown, rows, leftOut: leavingOut(rows, "finding") };
}

const folded = (title: string, count: number, table: string) => {
  const { open, close } = details(`${title}: ${count}`);
  return { open: `${open}${table}`, close };
};

function changeTable(rank: number, changes: readonly DriftChange[]): Section {
  const withWho = changes.some(({ attributions }) => attributions !== undefined);
  const heads = ["Resource", "What", "Attributes", ...(withWho ? ["Who, by the log"] : [])];
  const rows = changes.map((change): Row => () => {
    const shown = change.paths.slice(0, PATHS_SHOWN).map(({ path }) => code(path, 80));
    const more = change.paths.length - shown.length;
    const who = whoWords(change);
    return row(
      code(change.address),
      prose(changeWords(change)),
      [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", "),
      ...(withWho ? [who === undefined ? "" : prose(who)] : []),
    );
  });
  const open = `### What is not as it was left\n\n${row(...heads)}\n${"|---".repeat(heads.length)}|\n`;
  return { rank, open, rows, close: "", leftOut: leavingOut(rows, "change") };
}

function noise(changes: readonly DriftChange[]): Section {
  const rows = changes.map(({ address, paths }): Row => () => {
    const byReason = groupBy(paths, ({ noise: reason }) => reason ?? "");
    const words = [...byReason].map(
      ([reason, each]) => `${each.map(({ path }) => code(path, 80)).join(", ")}: ${prose(reason)}`,
    );
    return row(code(address), words.join("; "));
  });
  const table = `${row("Resource", "Attributes and why they mean the same")}\n|---|---|\n`;
  return { rank: 6, ...folded("Noise", rows.length, table), rows, leftOut: leavingOut(rows, "resource") };
}

function failures({ stacks: all }: DriftReport): Section {
  const rows = all.flatMap(({ stack, outcome, problems }) =>
    outcome === "failed"
      ? problems.map(
          ({ code: word, given = "", fix }): Row =>
            () =>
              `- ${code(stack)} (${code(word)}): ${prose(given || "no reason was given")}. ${prose(fix)}`,
        )
      : [],
  );
  return list(0, "### Nothing is known of these stacks", rows, "problem");
}

function fixes(findings: readonly DriftFinding[]): Section {
  const byRule = new Map(findings.flatMap(({ rule, fix }) => (fix ? [[rule, fix] as const] : [])));
  const rows = [...byRule].map(
    ([rule, fix]): Row =>
      () =>
        `- ${code(rule)}: ${prose(fix)}`,
  );
  return { rank: 4, ...details("What to do about it"), rows, leftOut: leavingOut(rows, "rule") };
}

function waivers({ waivers: { used, expired } }: DriftReport): Section {
  const rows = [...expired, ...used].map((waiver): Row => () => {
    const { rule, resource, expires, approver, reason } = waiver;
    const state = expired.includes(waiver) ? "**has expired**" : "used";
    return row(state, code(rule), code(resource), code(expires), prose(approver), prose(reason));
  });
  const heads = row("State", "Rule", "Resource", "Until", "Agreed by", "Reason");
  return {
    ...list(3, "**Waivers**", rows, "waiver"),
    open: `**Waivers**\n\n${heads}\n${"|---".repeat(6)}|\n`,
  };
}

function stacks({ stacks: all, changes }: DriftReport): Section {
  const rows = all.map(
    (check): Row =>
      () =>
        row(
          code(check.stack),
          check.outcome,
          prose(stackWords(check, changes)),
          code(check.planSha256 ?? "none"),
        ),
  );
  const table = `${row("Stack", "Outcome", "In words", "SHA-256 of the plan's JSON")}\n|---|---|---|---|\n`;
  return {
    rank: 7,
    ...folded("Stacks", all.length, table),
    rows,
    leftOut: leavingOut(rows, "stack"),
  };
}

/**
 * What the scanner makes of a log. A rule that replaces changes the log for good, and so what is archived: that is why ours
 * only detect. Pure.
 *
 * @see https://docs.datadoghq.com/security/sensitive_data_scanner/setup/telemetry_data/
 */
import { createHash } from "node:crypto";
import { matchesLog } from "../../../logquery";
import type { ReceivedLog } from "../received-log";
import type { Replacement, ScanningGroup, ScanningRule } from "./definitions";

/** Scans the message and every text among the attributes; numbers are not scanned. */
export function scan(
  groups: readonly ScanningGroup[],
  log: ReceivedLog,
  random: () => number = Math.random,
): ReceivedLog {
  return groups
    .filter(({ filter, rate }) => matchesLog(filter, log) && random() * 100 < rate)
    .flatMap(({ rules }) => rules)
    .reduce(applyRule, log);
}

function applyRule(log: ReceivedLog, rule: ScanningRule): ReceivedLog {
  const scanning = new Scanning(rule);
  const message = scanning.text(log.message, "message");
  const attributes = scanning.value(log.attributes, "") as ReceivedLog["attributes"];
  if (!scanning.found) return log;
  return { ...log, message, attributes, tags: [...new Set([...log.tags, ...(rule.tags ?? [])])] };
}

class Scanning {
  found = false;

  constructor(private readonly rule: ScanningRule) {}

  value(value: unknown, path: string): unknown {
    if (typeof value === "string") return this.text(value, path);
    if (Array.isArray(value)) return value.map((each) => this.value(each, path));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        this.value(inner, path === "" ? key : `${path}.${key}`),
      ]),
    );
  }

  text(text: string, path: string): string {
    if (!this.covers(path)) return text;
    return text.replaceAll(this.rule.pattern, (match, ...rest: unknown[]) => {
      const at = rest.find((each): each is number => typeof each === "number") ?? 0;
      if (!this.isNearKeyword(text, at, path)) return match;
      this.found = true;
      return replaced(match, this.rule.text_replacement);
    });
  }

  private covers(path: string): boolean {
    const { namespaces, excluded_namespaces: excluded } = this.rule;
    const isIn = (names: readonly string[]): boolean =>
      names.some((name) => path === name || path.startsWith(`${name}.`));
    return (!namespaces?.length || isIn(namespaces)) && !isIn(excluded ?? []);
  }

  /** A keyword stands in the text shortly before the match, or in the path of the attribute. */
  private isNearKeyword(text: string, at: number, path: string): boolean {
    const { keywords = [], character_count = 0 } = this.rule.included_keyword_configuration ?? {};
    const before = `${path} ${text.slice(Math.max(0, at - character_count), at)}`.toLowerCase();
    return keywords.length === 0 || keywords.some((keyword) => before.includes(keyword.toLowerCase()));
  }
}

function replaced(match: string, replacement: Replacement): string {
  switch (replacement.type) {
    case "none":
      return match;
    case "replacement_string":
      return replacement.replacement_string;
    // The vendor's is a 64-bit FarmHash; here, too, what is left is a digest that nobody can turn back.
    case "hash":
      return createHash("sha256").update(match).digest("hex").slice(0, 16);
    case "partial_replacement_from_beginning":
      return match.replace(new RegExp(`^.{0,${replacement.number_of_chars}}`, "su"), stars);
    case "partial_replacement_from_end":
      return match.replace(new RegExp(`.{0,${replacement.number_of_chars}}$`, "su"), stars);
  }
}

const stars = (text: string): string => "*".repeat(text.length);

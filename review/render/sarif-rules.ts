import type { Rule } from "../../rules";
import type { Finding } from "../finding";
import { shown } from "./escape";

const RULES_PAGE = "docs/rules.md";
const MOST_TEXT = 1_000;
/** Code scanning shows ten tags of a rule. */
const MOST_TAGS = 10;

/** A rule as SARIF describes it. */
export interface SarifRule {
  readonly id: string;
  readonly [property: string]: unknown;
}

/**
 * The rules of a catalogue, then what findings are about that is no rule of it: how Terraform handles a resource.
 *
 * @param repositoryUrl address under which the repository's files are read; no links without it
 */
export function sarifRules(
  catalogue: readonly Rule[],
  findings: readonly Finding[],
  repositoryUrl: string | undefined,
): readonly SarifRule[] {
  const known = new Set(catalogue.map(({ id }) => id));
  const others = new Map(
    findings.flatMap((finding) => (known.has(finding.rule) ? [] : [[finding.rule, finding]])),
  );
  return [
    ...catalogue.map((rule) => ({
      ...described({ ...rule, long: rule.why }),
      ...(repositoryUrl !== undefined && { helpUri: `${repositoryUrl}${RULES_PAGE}#${rule.id}` }),
    })),
    ...[...others.values()].map(({ rule: id, ...finding }) =>
      described({ id, ...finding, long: finding.title, fix: finding.fix || "Nothing is to be done." }),
    ),
  ];
}

interface Described {
  readonly id: string;
  readonly title: string;
  readonly long: string;
  readonly fix: string;
  readonly duties: readonly string[];
}

function described({ id, title, long, fix, duties }: Described): SarifRule {
  const short = shown(title, MOST_TEXT);
  return {
    id,
    name: id.replace(/(?:^|-)([a-z0-9])/g, (_, first: string) => first.toUpperCase()),
    shortDescription: { text: short },
    fullDescription: { text: shown(long, MOST_TEXT) },
    help: { text: `${shown(fix, MOST_TEXT)} Duties: ${duties.join(", ")}. See ${RULES_PAGE}.` },
    defaultConfiguration: { level: "error" },
    properties: { tags: ["ai-act", ...duties].slice(0, MOST_TAGS) },
  };
}

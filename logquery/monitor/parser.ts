import type { MetricMonitorQuery, MonitorQuery, SearchMonitorQuery, SloMonitorQuery } from "./ast";
import { readExpression } from "./expression";
import type { Token } from "./lexer";
import { Tokens } from "./tokens";

/**
 * Reads the query of a monitor on metrics, on logs, audit events or events, or on a service level objective.
 *
 * @throws MonitorQuerySyntaxError for everything else, composite monitors, anomalies and changes among it
 * @see https://docs.datadoghq.com/api/latest/monitors/#create-a-monitor "Query Types"
 */
export function parseMonitorQuery(text: string): MonitorQuery {
  const tokens = new Tokens(text);
  const read = tokens.peek(2).type === "text" ? readChain(tokens) : readMetricMonitor(tokens);
  const comparison = tokens.take("comparison", "a comparison, such as > 5,").text;
  const negative = tokens.takeIf("-") !== undefined;
  const { value } = tokens.take("number", "the number to compare with");
  tokens.take("end", "the end of the query");
  return { ...read, comparison, threshold: negative ? -value : value };
}

type Unjudged<Query> = Omit<Query, "comparison" | "threshold">;

function readMetricMonitor(tokens: Tokens): Unjudged<MetricMonitorQuery> {
  const { text: over } = tokens.take("name", "how the window is put together, such as sum(last_1h):,");
  tokens.take("(", "an opening parenthesis");
  const window = tokens.take("name", "a window, such as last_1h,");
  const windowMinutes = minutesOf(tokens, window, window.text.replace(/^last_/, ""));
  tokens.take(")", "a closing parenthesis");
  tokens.take(":", "a colon");
  return { kind: "metric", over, windowMinutes, expression: readExpression(tokens) };
}

interface Part {
  readonly name: string;
  readonly args: readonly string[];
  readonly token: Token;
}

const SEARCHED = ["logs", "audits", "events"] as const;
const MEASURED = ["error_budget", "burn_rate"] as const;

/** `name("text", ...)`, then more of them with dots between. */
function readChain(tokens: Tokens): Unjudged<SearchMonitorQuery> | Unjudged<SloMonitorQuery> {
  const head = readPart(tokens);
  const parts: Part[] = [];
  while (tokens.takeIf(".")) parts.push(readPart(tokens));
  const [about = ""] = head.args;
  const source = SEARCHED.find((each) => each === head.name);
  if (source) return searchOf(tokens, source, about, parts);
  const measure = MEASURED.find((each) => each === head.name);
  if (measure) {
    return { kind: "slo", measure, slo: about, parts: parts.map(({ name, args }) => ({ name, args })) };
  }
  throw tokens.fault(head.token, `${[...SEARCHED, ...MEASURED].join(", ")} can be read, not ${head.name}`);
}

function readPart(tokens: Tokens): Part {
  const token = tokens.take("name", "a name");
  tokens.take("(", "an opening parenthesis");
  const args: string[] = [];
  do args.push(tokens.take("text", "a text in quotation marks").text);
  while (tokens.takeIf(","));
  tokens.take(")", "a closing parenthesis");
  return { name: token.text, args, token };
}

const PARTS = ["index", "rollup", "by", "last"];

function searchOf(
  tokens: Tokens,
  source: SearchMonitorQuery["source"],
  query: string,
  parts: readonly Part[],
): Unjudged<SearchMonitorQuery> {
  const unknown = parts.find(({ name }) => !PARTS.includes(name));
  if (unknown) throw tokens.fault(unknown.token, `${PARTS.join(", ")} can be read, not ${unknown.name}`);
  const partNamed = (name: string): Part | undefined => parts.find((part) => part.name === name);
  const last = partNamed("last");
  if (!last) throw tokens.fault(tokens.peek(), 'a window is needed before the comparison: .last("5m")');
  const [method = "count", attribute] = partNamed("rollup")?.args ?? [];
  return {
    kind: "search",
    source,
    query,
    indexes: partNamed("index")?.args ?? ["*"],
    rollup: { method, ...(attribute !== undefined && { attribute }) },
    by: partNamed("by")?.args.flatMap((text) => text.split(",")) ?? [],
    windowMinutes: minutesOf(tokens, last.token, last.args[0] ?? ""),
  };
}

const MINUTES: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1_440, w: 10_080, mo: 43_200 };

function minutesOf(tokens: Tokens, at: Token, text: string): number {
  const [, number, unit = ""] = /^(\d+)(m|h|d|w|mo)$/.exec(text) ?? [];
  const minutes = Number(number) * (MINUTES[unit] ?? NaN);
  if (minutes > 0) return minutes;
  throw tokens.fault(at, "a window is a number of m, h, d, w or mo, such as last_5m or last_1d");
}

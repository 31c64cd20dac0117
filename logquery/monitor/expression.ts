import type { MetricExpression, MetricFunction, MetricTerm, ScopeTag } from "./ast";
import type { Token } from "./lexer";
import type { Tokens } from "./tokens";

/** Reads arithmetic over metrics, up to what is no part of it. @throws MonitorQuerySyntaxError */
export function readExpression(tokens: Tokens): MetricExpression {
  return readLevel(tokens, ["+", "-"], () => readLevel(tokens, ["*", "/"], () => readOperand(tokens)));
}

type Operator = "+" | "-" | "*" | "/";

function readLevel(
  tokens: Tokens,
  operators: readonly Operator[],
  readInner: () => MetricExpression,
): MetricExpression {
  let left = readInner();
  while (true) {
    const operator = operators.find((each) => tokens.takeIf(each));
    if (!operator) return left;
    left = { kind: "binary", operator, left, right: readInner() };
  }
}

function readOperand(tokens: Tokens): MetricExpression {
  const number = tokens.takeIf("number");
  if (number) return { kind: "number", value: number.value };
  if (tokens.takeIf("-")) {
    const { value } = tokens.take("number", "a number");
    return { kind: "number", value: -value };
  }
  if (tokens.takeIf("(")) {
    const inner = readExpression(tokens);
    tokens.take(")", "a closing parenthesis");
    return inner;
  }
  const name = tokens.take("name", "a number, a metric or a function");
  if (tokens.takeIf("(")) return { kind: "call", name: name.text, args: readArguments(tokens) };
  tokens.take(":", "a colon between aggregation and metric, such as sum:art12.events{*},");
  return readMetric(tokens, name.text);
}

function readArguments(tokens: Tokens): readonly MetricExpression[] {
  const args: MetricExpression[] = [];
  do args.push(readExpression(tokens));
  while (tokens.takeIf(","));
  tokens.take(")", "a closing parenthesis");
  return args;
}

function readMetric(tokens: Tokens, aggregator: string): MetricTerm {
  const metric = tokens.take("name", "a metric's name").text;
  const scope = tokens.take("scope", "a scope in braces, such as {*},");
  const by = isName(tokens.peek(), "by") && tokens.takeIf("name") ? readGroups(tokens) : [];
  const functions: MetricFunction[] = [];
  while (tokens.takeIf(".")) functions.push(readFunction(tokens));
  return { kind: "metric", aggregator, metric, scope: readScope(tokens, scope), by, functions };
}

const isName = (token: Token, text: string): boolean => token.type === "name" && token.text === text;

function readGroups(tokens: Tokens): readonly string[] {
  const { text } = tokens.take("scope", "tags in braces, such as {model_version},");
  return text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
}

function readFunction(tokens: Tokens): MetricFunction {
  const { text: name } = tokens.take("name", "a function, such as as_count(),");
  tokens.take("(", "an opening parenthesis");
  const args: (string | number)[] = [];
  while (!tokens.takeIf(")")) {
    if (args.length > 0) tokens.take(",", "a comma");
    const number = tokens.takeIf("number");
    args.push(number ? number.value : tokens.take("name", "a number or a word").text);
  }
  return { name, args };
}

/** All tags have to hold, so `AND` and a comma say the same. What cannot be said so is refused. */
function readScope(tokens: Tokens, scope: Token & { readonly text: string }): readonly ScopeTag[] {
  const parts = scope.text.split(/,|\sAND\s/).map((part) => part.trim());
  return parts.flatMap((part): ScopeTag[] => {
    const [, not, tag] = /^(!|NOT\s+)?([^\s!()]+)$/.exec(part) ?? [];
    if (tag === undefined) {
      const given = part === "" ? "an empty part" : part;
      throw tokens.fault(scope, `a scope is * or tags that all hold, such as env:a,!team:b; not: ${given}`);
    }
    return tag === "*" && not === undefined ? [] : [{ tag, negated: not !== undefined }];
  });
}

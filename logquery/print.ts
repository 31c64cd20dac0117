import { isAnything } from "./ast";
import type { Field, LogQuery, Pattern } from "./ast";
import { isOperator, isSpecial, isSpecialAtStart } from "./lexer";

/** Writes a query so that {@link parseLogQuery} reads the same tree back. */
export function printLogQuery(query: LogQuery): string {
  switch (query.kind) {
    case "everything":
      return "*";
    case "and":
    case "or":
      return query.operands.map(printOperand).join(query.kind === "and" ? " AND " : " OR ");
    case "not": {
      const { operand } = query;
      const isTerm = operand.kind !== "and" && operand.kind !== "or" && operand.kind !== "not";
      return isTerm ? `-${printLogQuery(operand)}` : `NOT ${printOperand(operand)}`;
    }
    case "match":
      return `${printField(query.field, query.pattern)}${printPattern(query.pattern)}`;
    case "compare":
      return `@${escape(query.path)}:${query.operator}${printNumber(query.value)}`;
    case "range": {
      const bounds = `${printNumber(query.from)} TO ${printNumber(query.to)}`;
      return `@${escape(query.path)}:${query.inclusive ? `[${bounds}]` : `{${bounds}}`}`;
    }
  }
}

function printOperand(operand: LogQuery): string {
  const text = printLogQuery(operand);
  return operand.kind === "and" || operand.kind === "or" ? `(${text})` : text;
}

function printField(field: Field, pattern: Pattern): string {
  switch (field.in) {
    case "text":
      // A bare * is the query that every log matches; message:* wants a message.
      return isAnything(pattern) ? "message:" : "";
    case "whole-tag":
      return "tags:";
    case "reserved":
      return `${field.name}:`;
    case "tag":
      return `${escapeStart(field.name)}:`;
    case "attribute":
      return `@${escape(field.path)}:`;
  }
}

function printPattern(pattern: Pattern): string {
  if (pattern.length === 0) return '""';
  return pattern
    .map((part, index) => {
      if (typeof part !== "string") return part.wildcard;
      return index === 0 ? escapeStart(part) : escape(part);
    })
    .join("");
}

/** Escapes a word that may begin a term, so that it is read neither as an operator nor as a sign. */
function escapeStart(text: string): string {
  const first = text.charAt(0);
  return isSpecialAtStart(first) || isOperator(text) ? `\\${first}${escape(text.slice(1))}` : escape(text);
}

function escape(text: string): string {
  return [...text].map((character) => (isSpecial(character) ? `\\${character}` : character)).join("");
}

function printNumber(value: number): string {
  return String(value).replace("e+", "e");
}

import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { queryParametersInvalid, UserError, type Problem } from "../../errors";
import { addDays } from "../archive/layout";
import { daysOf, parseInstant, windowDays, type Period } from "../export/period";
import type { CatalogueQuery, PeriodValue, QueryParameter } from "./catalogue";
import { PARAMETER_KINDS } from "./parameter-kinds";

/** A question with everything that was asked for, checked. */
export interface BoundQuery {
  readonly query: CatalogueQuery;
  readonly period: Period;
  /** UTC days of the archive to read (`YYYY-MM-DD`): those of the period and one more on either side. */
  readonly days: readonly string[];
  /** A value for each `?` of the text, in order. */
  readonly values: readonly string[];
}

const Day = z.iso.date();

/** Longer than any log is kept: a year that was mistyped would otherwise list a thousand years of days. */
const LONGEST_PERIOD_DAYS = 20 * 366;
const DAY_MS = 86_400_000;

/**
 * Checks what was given for a query and puts it in the order of its text. `from` and `to` are dates (`to` is included)
 * or instants (`to` is not). Every query needs them: they become bounds on the archive's days, without which an engine
 * would read the whole retention. Throws UserError with all problems.
 */
export function bindQuery(query: CatalogueQuery, given: Readonly<Record<string, string>>): BoundQuery {
  const problems: Problem[] = [];
  const values = new Map<string, string>();
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
    }
  };
  for (const name of ["from", "to"] as const)
    attempt(() => values.set(name, bound(name, required(given, name, `${BOUND}, ${WHY_BOUNDS}`))));
  for (const parameter of query.parameters) {
    const { name, description } = parameter;
    attempt(() => values.set(name, valueOf(parameter, required(given, name, description))));
  }
  problems.push(...unknownParameters(query, given));
  const period = { from: values.get("from") ?? "", to: values.get("to") ?? "" };
  if (values.has("from") && values.has("to")) problems.push(...contradictions(query, given, period, values));
  if (problems.length > 0) throw queryParametersInvalid(query.name, problems);

  const days = windowDays(period);
  for (const [name, value] of Object.entries(periodValues(period, days))) values.set(name, value);
  return { query, period, days, values: query.positions.map((position) => values.get(position)!) };
}

const BOUND = "a date (2026-11-24) or an instant (2026-11-24T21:00:00Z)";
const WHY_BOUNDS = "so that the engine reads these days and not the whole retention";

function required(given: Readonly<Record<string, string>>, name: string, description: string): string {
  const value = Object.hasOwn(given, name) ? given[name] : undefined;
  if (value !== undefined) return value;
  return refuse({
    code: "parameter-missing",
    where: `--param ${name}`,
    needed: description,
    fix: `add --param ${name}=...`,
  });
}

function bound(name: "from" | "to", text: string): string {
  const day = Day.safeParse(text);
  if (day.success) return `${addDays(text, name === "to" ? 1 : 0)}T00:00:00.000Z`;
  return parseInstant(`--param ${name}`, text).toISOString();
}

function valueOf({ name, kind }: QueryParameter, text: string): string {
  const { schema, needed, example } = PARAMETER_KINDS[kind];
  const value = kind === "instant" ? parseInstant(`--param ${name}`, text).toISOString() : text;
  if (schema.safeParse(value).success) return value;
  return refuse({
    code: "parameter-invalid",
    where: `--param ${name}`,
    given: JSON.stringify(text.slice(0, 150)),
    needed,
    fix: `write it like ${example}`,
  });
}

/** One problem; it is gathered with the others. */
function refuse(problem: Problem): never {
  throw queryParametersInvalid("", [problem]);
}

function unknownParameters(
  { parameters }: CatalogueQuery,
  given: Readonly<Record<string, string>>,
): Problem[] {
  const known = ["from", "to", ...parameters.map(({ name }) => name)];
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: "parameter-unknown",
      where: `--param ${name.slice(0, 50)}`,
      needed: `one of ${known.join(", ")}`,
      fix: `leave it out, or did you mean ${closest(name, known)}?`,
    }));
}

function contradictions(
  { parameters }: CatalogueQuery,
  given: Readonly<Record<string, string>>,
  { from, to }: Period,
  values: ReadonlyMap<string, string>,
): Problem[] {
  if (from >= to)
    return [
      {
        code: "period-reversed",
        where: "--param from, --param to",
        given: `${given["from"]} to ${given["to"]}`,
        needed: "a to after from (a date as to includes that day, an instant does not include itself)",
        fix: "exchange them, or move one",
      },
    ];
  if (!(Date.parse(to) - Date.parse(from) <= LONGEST_PERIOD_DAYS * DAY_MS))
    return [
      {
        code: "period-too-long",
        where: "--param from, --param to",
        given: `${given["from"]} to ${given["to"]}`,
        needed: `at most ${LONGEST_PERIOD_DAYS} days`,
        fix: "check the years",
      },
    ];
  const outside = parameters.filter(({ name, kind }) => {
    const value = values.get(name);
    return kind === "instant" && value !== undefined && (value < from || value >= to);
  });
  return outside.map(({ name }) => ({
    code: "instant-outside-period",
    where: `--param ${name}`,
    given: `${values.get(name)}`,
    needed: `an instant from ${from} on and before ${to}`,
    fix: "widen the period, or correct the instant",
  }));
}

function periodValues({ from, to }: Period, days: readonly string[]): Record<PeriodValue, string> {
  const folder = (day: string) => day.replaceAll("-", "");
  const asked = daysOf({ from, to });
  return {
    dt_from: folder(days[0]!),
    dt_to: folder(days.at(-1)!),
    from,
    to,
    first_day: asked[0]!,
    last_day: asked.at(-1)!,
  };
}

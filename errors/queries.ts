/** Faults around questions to the log. */
import { EXIT, oneProblem, type Problem, UserError } from "./user-error";

/** A name that is in no catalogue of queries. */
export function queryUnknown(given: string, nearest: string): UserError {
  return oneProblem("there is no such query", {
    code: "query-unknown",
    where: "<name>",
    given: JSON.stringify(given.slice(0, 80)),
    needed: "the name of a query of the catalogue",
    fix: `evidence query list shows them; did you mean ${nearest}?`,
  });
}

/** What was given for a query's parameters does not fit; all problems of all parameters. */
export function queryParametersInvalid(query: string, problems: readonly Problem[]): UserError {
  return new UserError(
    "query-parameters-invalid",
    `${problems.length} problem(s) in the parameters of ${query}; nothing was read`,
    problems,
  );
}

/** Athena asked for where no Athena runs anything: an empty answer would look like "nothing found". */
export function athenaEmulated(environment: string): UserError {
  return oneProblem("the embedded AWS runs no queries", {
    code: "athena-emulated",
    where: "--engine",
    given: `athena, and the environment ${environment} is emulated`,
    needed: "an engine that reads the objects: the embedded AWS serves Athena's API and answers without rows",
    fix: "use --engine duckdb",
  });
}

/** Athena asked for over something it cannot see. */
export function athenaReadsNoFolder(): UserError {
  return oneProblem("Athena reads the vault only", {
    code: "athena-reads-no-folder",
    where: "--engine, --source-dir",
    needed: "DuckDB for a local copy of the archive",
    fix: "use --engine duckdb, or leave out --source-dir",
  });
}

/** DuckDB ran out of memory, or of room for what does not fit into it. */
export function queryTooLarge(place: string, given: string): UserError {
  return oneProblem("the query is too large for this machine", {
    code: "query-too-large",
    where: place,
    given,
    needed: "room on the disk for the compressed objects of the period and for what is being sorted",
    fix: "ask for a shorter period, set TMPDIR to a larger disk, or use --engine athena",
  });
}

/** A person ended a query before its answer. */
export function queryStopped(): UserError {
  return oneProblem("the query was stopped", {
    code: "query-stopped",
    where: "this command",
    needed: "time until the answer",
    fix: "run it again; ask for a shorter period if it took too long",
  });
}

/** No object is archived for the days a query reads: a finding, for silence is not the same as no event. */
export function queryArchiveEmpty(
  place: string,
  firstDay: string,
  lastDay: string,
  findings: readonly string[],
): UserError {
  const problem = {
    code: "query-archive-empty",
    where: place,
    given: [`no archived object in dt=${firstDay} to dt=${lastDay}`, ...findings].join("\n"),
    needed: "archived logs of the period, or of the day before or after it",
    fix: "check period and environment; if they are right, nothing was recorded or it did not reach the vault",
  };
  return new UserError(problem.code, "nothing is archived for this period", [problem], EXIT.finding);
}

/** Athena took the query and ended it without an answer; its own words are passed on. */
export function athenaQueryFailed(executionId: string, state: string, words: string, fix: string): UserError {
  return oneProblem("Athena did not answer the query", {
    code: "athena-query-failed",
    where: `query execution ${executionId}`,
    given: `${state}: ${words}`,
    needed: "a query that succeeds",
    fix,
  });
}

/** Athena took the query and was still at it when our patience ended; the query was stopped. */
export function athenaTimedOut(executionId: string, minutes: number): UserError {
  return oneProblem("Athena takes too long", {
    code: "athena-timed-out",
    where: `query execution ${executionId}`,
    given: `no end after ${minutes} minutes; it was stopped`,
    needed: "an answer within that time",
    fix: "ask for a shorter period, several times if need be",
  });
}

/** Athena refuses the request itself, or cannot be reached. */
export function athenaUnusable(workgroup: string, given: string, fix: string): UserError {
  return oneProblem("Athena cannot be used", {
    code: "athena-unusable",
    where: `workgroup ${workgroup}`,
    given,
    needed: "a deployed evidence-vault stack, and a role that may query in its workgroup and read the vault",
    fix,
  });
}

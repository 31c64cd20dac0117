import fc from "fast-check";
import { covers, matchesLog, parseLogQuery, printLogQuery } from "../../logquery";
import type { LogRecord } from "../../logquery";
import { logQuery, logRecord } from "./arbitraries";

describe("for any query", () => {
  test("what is printed reads back as the same query", () => {
    fc.assert(
      fc.property(logQuery, (query) => {
        expect(parseLogQuery(printLogQuery(query))).toEqual(query);
      }),
      { numRuns: 1000 },
    );
  });

  test("reading never fails in another way than with a syntax error that points into the text", () => {
    const fragment = fc.constantFrom(
      "a",
      "env:",
      "@x:",
      "(",
      ")",
      "-",
      "AND",
      "OR",
      "NOT",
      '"',
      "*",
      "[1 TO",
      ">",
      "\\",
      " ",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment).map((parts) => parts.join(" ")),
        ),
        (text) => {
          try {
            expect(parseLogQuery(printLogQuery(parseLogQuery(text)))).toEqual(parseLogQuery(text));
          } catch (error) {
            expect(error).toMatchObject({ name: "LogQuerySyntaxError", query: text });
            const { position } = error as { position: number };
            expect(position).toBeGreaterThanOrEqual(0);
            expect(position).toBeLessThanOrEqual(text.length);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("a log matches a query or its exclusion, never both", () => {
    fc.assert(
      fc.property(logQuery, logRecord, (query, log) => {
        expect(matchesLog({ kind: "not", operand: query }, log)).toBe(!matchesLog(query, log));
      }),
    );
  });
});

describe("for any two queries", () => {
  test("'covers' is never contradicted by a log", () => {
    fc.assert(
      fc.property(
        logQuery,
        logQuery,
        fc.array(logRecord, { minLength: 5, maxLength: 20 }),
        (query, required, logs) => {
          fc.pre(covers(query, required).verdict === "covers");
          expect(logs.filter((log) => matchesLog(required, log) && !matchesLog(query, log))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("'does-not-cover' always comes with a log that shows the gap", () => {
    fc.assert(
      fc.property(logQuery, logQuery, (query, required) => {
        const { verdict, counterexample } = covers(query, required);
        fc.pre(verdict === "does-not-cover");
        const log = JSON.parse(counterexample ?? "null") as LogRecord;
        expect(matchesLog(required, log) && !matchesLog(query, log)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("a narrower requirement stays covered", () => {
    fc.assert(
      fc.property(logQuery, logQuery, (required, more) => {
        const { verdict } = covers(required, { kind: "and", operands: [required, more] });
        expect(verdict).not.toBe("does-not-cover");
      }),
      { numRuns: 300 },
    );
  });
});

import type { Outcome, Result } from "./outcome";

/** What a run came to, in numbers. */
export interface Tally {
  readonly mutants: number;
  readonly killed: number;
  readonly benign: number;
  readonly falseAlarms: number;
  readonly refused: number;
  readonly unclassified: number;
  readonly broken: number;
}

export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const of = (...results: readonly Result[]) =>
    outcomes.filter(({ result }) => results.includes(result)).length;
  return {
    mutants: of("killed", "survived"),
    killed: of("killed"),
    benign: of("silent", "false alarm"),
    falseAlarms: of("false alarm"),
    refused: of("refused"),
    unclassified: of("unclassified"),
    broken: of("broken"),
  };
}

/** Whether everything that weakens was seen, nothing else was, and everything was classified. */
export const isClean = (
  { mutants, killed, falseAlarms, unclassified, broken }: Tally,
  stale: readonly string[],
): boolean => killed === mutants && falseAlarms + unclassified + broken + stale.length === 0;

/** What went wrong, a line each, with the address. */
export function faults(outcomes: readonly Outcome[], stale: readonly string[]): readonly string[] {
  const wrong: readonly Result[] = ["survived", "false alarm", "unclassified", "broken"];
  return [
    ...outcomes
      .filter(({ result }) => wrong.includes(result))
      .map(
        ({ result, address, path, mutation, rules, why }) =>
          `${result.toUpperCase()} ${address} ${path || "(the resource)"}: ${mutation}` +
          `${rules.length > 0 ? ` [${rules.join(", ")}]` : ""}${why ? ` (${why})` : ""}`,
      ),
    ...stale.map((row) => `STALE ${row}: no attribute needs this row`),
  ];
}

/** One line a mutant: the duty it weakens, what it is, and the rules that saw it. */
export const killedLines = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes
    .filter(({ result }) => result === "killed")
    .map(
      ({ duties, address, path, mutation, rules }) =>
        `${duties.join(", ")}: ${address} ${path || "(the resource)"}: ${mutation} <- ${rules.join(", ")}`,
    );

/** The same by kind of resource and attribute: thousands of lines are read by nobody. */
export function killedByAttribute(outcomes: readonly Outcome[]): readonly string[] {
  const groups = new Map<string, { duties: Set<string>; rules: Set<string>; count: number }>();
  for (const { result, type, path, mutation, duties, rules } of outcomes) {
    if (result !== "killed") continue;
    const key = `${type} ${path || "(the resource)"}: ${mutation}`;
    const group = groups.get(key) ?? { duties: new Set(), rules: new Set(), count: 0 };
    groups.set(key, group);
    group.count += 1;
    for (const duty of duties) group.duties.add(duty);
    for (const rule of rules) group.rules.add(rule);
  }
  return [...groups].map(
    ([key, { duties, rules, count }]) =>
      `${[...duties].join(", ")}: ${key} (${count}) <- ${[...rules].join(", ")}`,
  );
}

const percent = (part: number, of: number): string => `${((100 * part) / Math.max(of, 1)).toFixed(2)} %`;

export const summary = (tally: Tally, stale: readonly string[]): string =>
  [
    `weakening changes: ${tally.mutants}, killed: ${tally.killed}, kill rate ${percent(tally.killed, tally.mutants)}`,
    `benign changes: ${tally.benign}, false alarms: ${tally.falseAlarms}, false-alarm rate ${percent(tally.falseAlarms, tally.benign)}`,
    `refused by Terraform or AWS: ${tally.refused}, unclassified: ${tally.unclassified}, rules failed: ${tally.broken}, stale rows: ${stale.length}`,
  ].join("\n");

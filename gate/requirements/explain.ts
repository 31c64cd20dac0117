import { REQUIREMENTS } from "./catalogue";
import type { Lack } from "./lack";
import { CANNOT_TELL } from "./lacking";

/** What was refused, and what lacks. */
export interface RefusedStep {
  readonly version: { readonly name: string; readonly version: string };
  /** Absent where an approval was asked for. */
  readonly door?: { readonly kind: "stage" | "alias"; readonly name: string } | undefined;
  readonly lacks: readonly Lack[];
}

/** The text ends up in tracebacks and logs: what is cut is said, and `evidence status` has it. */
const LONGEST = 8_000;
const LONGEST_LINE = 900;

/**
 * The message of a refusal, as an ML engineer reads it in a Python traceback: what was refused, everything that lacks with
 * how to supply it, and where to read more. What cannot be told until something else is there stands together at the end.
 */
export function explain({ version: { name, version }, door, lacks }: RefusedStep): string {
  const told = groups(
    lacks.filter(({ what }) => !isUntold(what)),
    ({ requirement }) => requirement,
  );
  const untold = groups(
    lacks.filter(({ what }) => isUntold(what)),
    ({ what }) => what,
  );
  const unmet = new Set(lacks.map(({ requirement }) => requirement)).size;
  const head =
    `EU AI Act gate: version ${version} of ${name} ${refusal(door)}. ` +
    `${unmet} of ${REQUIREMENTS.length} requirements are not met. Nothing was changed.`;
  const foot = [
    "All requirements, and how to supply them: docs/what-production-requires.md",
    `Ask again at any time: evidence status ${name} ${version}`,
  ];
  const items = [
    ...told.map(([id, [first, ...others]], index) =>
      [
        `${index + 1}. ${titleOf(id)} [${id}: ${first.duties.join(", ")}]`,
        ...[first, ...others].flatMap(({ what, fix }) => [`   - ${what}`, `     ${fix}`]),
      ]
        .map(cut)
        .join("\n"),
    ),
    ...untold.map(([reason, waiting]) =>
      cut(`?  ${reason} This holds up: ${waiting.map(({ requirement }) => requirement).join(", ")}.`),
    ),
  ];
  const room = LONGEST - [head, ...foot].join("\n").length;
  return [head, ...fitting(items, room), ...foot].join("\n");
}

const isUntold = (what: string) => what.startsWith(CANNOT_TELL);

function refusal(door: RefusedStep["door"]): string {
  if (!door) return "cannot be approved";
  return door.kind === "stage" ? `may not become ${door.name}` : `may not have the alias ${door.name}`;
}

const titleOf = (id: string) => REQUIREMENTS.find((each) => each.id === id)?.title ?? id;

const cut = (text: string) => (text.length <= LONGEST_LINE ? text : `${text.slice(0, LONGEST_LINE - 1)}…`);

type Group = readonly [key: string, members: readonly [Lack, ...Lack[]]];

/** In the order of each key's first. */
function groups(lacks: readonly Lack[], key: (lack: Lack) => string): readonly Group[] {
  const found = new Map<string, [Lack, ...Lack[]]>();
  for (const lack of lacks) {
    const group = found.get(key(lack));
    if (group) group.push(lack);
    else found.set(key(lack), [lack]);
  }
  return [...found];
}

/** As many items as there is room for, and how many there was none for. A long one is cut to what room there is. */
function fitting(items: readonly string[], room: number): readonly string[] {
  const note = (left: number) => `… and ${left} more, cut here.`;
  const left = room - note(items.length).length - 2;
  let used = 0;
  const kept = items.findIndex((item) => (used += item.length + 1) > left);
  if (kept < 0) return items;
  if (kept === 0) return [`${(items[0] ?? "").slice(0, left - 1)}…`, note(items.length - 1)];
  return [...items.slice(0, kept), note(items.length - kept)];
}

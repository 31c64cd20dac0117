import { CREATED_AT, CREATED_BY, CREATED_BY_KIND, CREATED_BY_NAME, CREATING_CALL, USER_TAG } from "../stamps";
import type { Disagreement } from "./disagreement";
import type { VersionNow } from "./registry-now";

/** MLflow and the gate are two clocks, and a version is made after its call began. */
const CLOCKS_APART_MS = 10 * 60_000;

const STAMPS = [CREATED_BY, CREATED_BY_NAME, CREATED_BY_KIND, CREATED_AT, CREATING_CALL] as const;

/** Whom the gate's database knows to have written to a version; nothing where it was not asked. */
export type Makers = ReadonlyMap<string, readonly string[]>;

export interface Stamped {
  readonly findings: readonly Disagreement[];
  /** Versions without a stamp from before the gate's first record: of them nothing can be told. */
  readonly before: number;
}

/**
 * Holds the stamps of all versions of a model against what the gate writes: all of them, with the times and names that
 * belong together, each call once. A stamp that was copied whole, with a call of its own, is told from a true one by the
 * gate's database alone.
 *
 * @param gate when it first recorded anything, milliseconds, if it ever did; which versions it let somebody approve, for
 *   which it wants a stamp; and principals by version number, from its database
 */
export function stampFindings(
  model: string,
  versions: readonly VersionNow[],
  gate: {
    readonly since: number | undefined;
    readonly approved: ReadonlySet<string>;
    readonly makers: Makers | undefined;
  },
): Stamped {
  const numbers = versions.filter(({ stamps }) => CREATED_BY in stamps).map(({ version }) => Number(version));
  const firstStamped = Math.min(...numbers);
  const isBefore = ({ version, createdAt, stamps }: VersionNow) =>
    Object.keys(stamps).every((key) => key === USER_TAG) &&
    createdAt < (gate.since ?? Infinity) &&
    !gate.approved.has(version) &&
    // A time can be invented; a number that follows on those of the gate cannot be older than they are.
    Number(version) < firstStamped;
  const callers = new Map<string, string[]>();
  for (const { version, stamps } of versions) {
    const call = stamps[CREATING_CALL];
    if (call !== undefined) callers.set(call, [...(callers.get(call) ?? []), version]);
  }
  const judged = versions.filter((one) => !isBefore(one));
  return {
    findings: judged.flatMap((one): Disagreement[] => {
      const about = { model, version: one.version };
      const missing = STAMPS.filter((key) => (one.stamps[key] ?? "") === "");
      if (missing.length > 0)
        return [
          {
            ...about,
            code: "stamp-missing",
            found: `It has no ${missing.join(", ")}: it was not made through the gate.`,
          },
        ];
      const wrong = forged(one, callers, gate.makers);
      return wrong.length === 0 ? [] : [{ ...about, code: "stamp-forged", found: `${wrong.join("; ")}.` }];
    }),
    before: versions.length - judged.length,
  };
}

function forged(
  { version, createdAt, stamps }: VersionNow,
  callers: ReadonlyMap<string, readonly string[]>,
  makers: Makers | undefined,
): readonly string[] {
  const by = stamps[CREATED_BY] ?? "";
  const at = Date.parse(stamps[CREATED_AT] ?? "");
  const kind = stamps[CREATED_BY_KIND] ?? "";
  const others = (callers.get(stamps[CREATING_CALL] ?? "") ?? []).filter((other) => other !== version);
  const known = makers?.get(version);
  return [
    ...(/^[^#]+#.+$/.test(by) ? [] : [`${CREATED_BY} '${by}' names no issuer and subject`]),
    ...(kind === "person" || kind === "service" ? [] : [`a maker of kind '${kind}' is none of the gate's`]),
    ...(Math.abs(at - createdAt) <= CLOCKS_APART_MS
      ? []
      : [`${CREATED_AT} says ${stamps[CREATED_AT] ?? ""}, and MLflow made it at ${shownTime(createdAt)}`]),
    ...(stamps[USER_TAG] === stamps[CREATED_BY_NAME]
      ? []
      : [
          `${USER_TAG} says '${stamps[USER_TAG] ?? ""}', and ${CREATED_BY_NAME} '${stamps[CREATED_BY_NAME] ?? ""}'`,
        ]),
    ...(others.length === 0 ? [] : [`version ${others.join(", ")} has the stamp of the same call`]),
    ...(known === undefined || known.includes(by) ? [] : [`the gate did not see ${by} write to it`]),
  ];
}

function shownTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? `${milliseconds} ms` : time.toISOString();
}

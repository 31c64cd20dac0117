/** What a check of the log may find of the model versions it names. A code is a promise to whoever reads the JSON. */
export const LOGGED_VERSION_FINDINGS = {
  unregistered: "a version that MLflow does not know, or knows as another one",
  "not-approved": "a version that no decision had let into production when it was used",
  retired: "a version that was used after it had left production",
  "other-digest": "another run or other bytes than were let into production under this number",
  "not-told": "what could not be looked at: nothing is known of it",
} as const;

export type LoggedVersionCode = keyof typeof LOGGED_VERSION_FINDINGS;

export interface LoggedVersionFinding {
  readonly code: LoggedVersionCode;
  /** AI system as the log names it; absent where it concerns all. */
  readonly system?: string;
  readonly model?: string;
  readonly version?: string;
  /** What was found, in one sentence or two. */
  readonly found: string;
  readonly events: number;
  /** ISO times of the first and last of the events. */
  readonly first?: string;
  readonly last?: string;
  /** Key of the decision it is held against. */
  readonly record?: string;
}

/** What a finding is known by from one look to the next: what is found may change while it stands. */
export function identityOf({
  code,
  system = "",
  model = "",
  version = "",
}: {
  readonly code: string;
  readonly system?: string | undefined;
  readonly model?: string | undefined;
  readonly version?: string | undefined;
}): string {
  return JSON.stringify([code, system, model, version]);
}

/** One for each identity: the same version may have been loaded from several places. */
export function merged(findings: readonly LoggedVersionFinding[]): readonly LoggedVersionFinding[] {
  const known = new Map<string, LoggedVersionFinding>();
  for (const one of findings) {
    const before = known.get(identityOf(one));
    known.set(identityOf(one), before === undefined ? one : joined(before, one));
  }
  return [...known.values()];
}

function joined(one: LoggedVersionFinding, other: LoggedVersionFinding): LoggedVersionFinding {
  const [first] = [one.first, other.first].filter((time) => time !== undefined).sort();
  const last = [one.last, other.last]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  return {
    ...one,
    found: one.found.includes(other.found) ? one.found : `${one.found} ${other.found}`,
    events: one.events + other.events,
    ...(first !== undefined && { first }),
    ...(last !== undefined && { last }),
  };
}

import type { Attribution, DriftChange } from "../drift";
import type { Call, Via } from "./call";
import { CALLS_BY_TYPE } from "./calls-by-type";
import { DATADOG_TYPES } from "./datadog-types";
import { namesIn } from "./named-by";
import { configuredBy, shownIn } from "./types-by-call";

/** Who made a change, and with what client, as far as that says so. */
export interface CallAttribution extends Attribution {
  readonly via: Via;
}

/** How many calls are kept for a change: the last ones explain what stands there now. */
const KEPT = 5;

/** Causes that a call in the account may explain: what the config alone says differently, no call does. */
const EXPLAINED: ReadonlySet<DriftChange["cause"]> = new Set([
  "deleted",
  "missing",
  "console",
  "both",
  "differs",
  "undeclared",
  "adopted",
]);

/**
 * Finds, among calls handed in one by one and in any order, those that explain changes: successful calls on the resource
 * that change the attributes which changed. Holds a few calls a change, however many it is handed.
 */
export class Attributor {
  private readonly byType = new Map<string, Candidate[]>();

  constructor(private readonly changes: readonly DriftChange[]) {
    for (const change of changes) {
      if (!EXPLAINED.has(change.cause)) continue;
      const candidate = {
        change,
        names: new Set(change.physicalNames),
        places: placesIn(change),
        calls: new Map(),
      };
      // Of what no config declares only the service is known, which is what its calls go by as well.
      this.byType.set(change.type, [...(this.byType.get(change.type) ?? []), candidate]);
    }
  }

  /** Takes the next call; one that is handed in twice counts once. */
  take(call: Call): void {
    if (call.error !== undefined || call.data) return;
    for (const type of [...typesOf(call), ...shownIn(call.service, call.name), call.service]) {
      const candidates = this.byType.get(type) ?? [];
      if (candidates.length === 0) continue;
      const named = namesIn(call);
      for (const { change, names, places, calls } of candidates) {
        const isNamed = named.some(
          ({ name, region = call.region }) =>
            names.has(name) && (places.size === 0 || !region || places.has(region)),
        );
        if (isNamed && explains(call, change)) keep(calls, call);
      }
    }
  }

  /** The changes with the calls that explain them, the last one first; none where none was seen. */
  attributed(): readonly DriftChange[] {
    const found = new Map([...this.byType.values()].flat().map(({ change, calls }) => [change, calls]));
    return this.changes.map((change) => {
      const calls = found.get(change);
      return calls === undefined ? change : { ...change, attributions: lastFirst(calls).map(attribution) };
    });
  }
}

interface Candidate {
  readonly change: DriftChange;
  readonly names: ReadonlySet<string>;
  /** Regions its ARNs name: two resources of one name may stand in two regions. */
  readonly places: ReadonlySet<string>;
  readonly calls: Map<string, Call>;
}

/** Terraform types of the resources that a call configures. */
export function typesOf(call: Call): readonly string[] {
  if (call.log === "datadog-audit")
    return DATADOG_TYPES.get(call.parameters.get("asset.type")?.[0] ?? "") ?? [];
  return configuredBy(call.service, call.name);
}

function explains(call: Call, { cause, type, action, paths }: DriftChange): boolean {
  // Datadog tells what was changed, and not which of its attributes.
  if (cause === "undeclared" || call.log === "datadog-audit") return true;
  const { changes: own = {}, shows = {}, makes = [], removes = [] } = CALLS_BY_TYPE[type] ?? {};
  const changes = { ...shows, ...own };
  if (action === "destroy" && paths.length === 0) return removes.includes(call.name);
  if (paths.length === 0) return [...makes, ...removes, ...Object.values(changes).flat()].includes(call.name);
  return paths.some(({ path }) => {
    const [attribute = ""] = path.split(".");
    const calls = Object.hasOwn(changes, attribute) ? changes[attribute] : changes["*"];
    // What was taken away and made anew shows as a change of attributes.
    return [...(calls ?? []), ...makes].includes(call.name);
  });
}

function placesIn({ physicalNames }: DriftChange): ReadonlySet<string> {
  return new Set(
    physicalNames.flatMap((name) => {
      const [arn, , , region] = name.split(":");
      return arn === "arn" && region ? [region] : [];
    }),
  );
}

function keep(calls: Map<string, Call>, call: Call): void {
  calls.set(call.id, call);
  if (calls.size <= KEPT) return;
  const oldest = lastFirst(calls).at(-1);
  if (oldest) calls.delete(oldest.id);
}

function lastFirst(calls: ReadonlyMap<string, Call>): readonly Call[] {
  return [...calls.values()].sort((a, b) => compare(b.at, a.at) || compare(a.id, b.id));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function attribution({ who, at, name, log, id, via }: Call): CallAttribution {
  return { who, when: at, event: name, source: log, eventId: id, via };
}

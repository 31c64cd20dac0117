import { differences, same, type Difference } from "./differences";
import type { Cause, ChangedPath, DriftChange } from "./drift";
import { dotted, driftChange, named } from "./drift-change";
import { Mirrors } from "./mirrors";
import type { PlanParts, Threefold } from "./plan-parts";
import { sameMeaning, sameWhenApplied } from "./same-meaning";

/** What a plan alone does not tell of attributes. */
export interface Attributes {
  /** Attributes whose changes Terraform overlooks, by Terraform's address. */
  readonly ignored: (address: string) => readonly string[];
  /** Whether only the provider ever says an attribute, and no config can. */
  readonly computed: (type: string, attribute: string) => boolean;
  readonly mirrors: Mirrors;
}

/** Of what only the provider says, what a resource is: when it changes, another one stands in its place. */
const IDENTITIES: readonly string[] = [
  "arn",
  "create_date",
  "creation_date",
  "creation_time",
  "id",
  "key_id",
  "owner",
  "owner_id",
  "resource_id",
  "unique_id",
];

/** How each resource of a plan differs, told apart by who brought it about; resources that do not differ are left out. */
export function driftChanges(
  { stack, resources }: PlanParts,
  attributes: Attributes,
): readonly DriftChange[] {
  return resources.flatMap((resource) => changesOf(resource, stack, attributes));
}

function changesOf(resource: Threefold, stack: string, attributes: Attributes): readonly DriftChange[] {
  const { recorded, live, declared } = resource;
  if (recorded !== undefined && live === undefined)
    return [
      driftChange(resource, stack, {
        cause: declared === undefined ? "adopted" : "deleted",
        action: "destroy",
      }),
    ];
  const planned = plannedAction(resource);
  // Of what comes, goes or waits as a whole, attributes say nothing about the config.
  const whole = planned !== undefined && planned !== "update" && planned !== "replace";
  const found = new Paths();
  if (live !== undefined) {
    const compared = { ...resource, ...(whole && { declared: live, unknown: undefined }) };
    for (const difference of differences(compared)) {
      const [cause, noise] = causeOf(difference, resource, attributes);
      found.add(cause, difference.path, noise);
    }
    for (const path of attributes.mirrors.added(resource)) found.add("console", [path]);
  }
  const changes = [...found.byCause].map(([cause, paths]) => {
    const action = cause === "unapplied" || cause === "both" ? (planned ?? "update") : "update";
    return driftChange(resource, stack, { cause, action, paths });
  });
  return whole
    ? [...changes, driftChange(resource, stack, { cause: "unapplied", action: planned })]
    : changes;
}

/** Paths by their cause, each once. */
class Paths {
  readonly byCause = new Map<Cause, ChangedPath[]>();

  add(cause: Cause, path: readonly string[], noise?: string): void {
    const paths = this.byCause.get(cause) ?? [];
    this.byCause.set(cause, paths);
    if (paths.some((each) => each.path === dotted(path))) return;
    paths.push({ path: dotted(path), ...(noise !== undefined && { noise }) });
  }
}

function plannedAction({ actions, moved, imported, deferred }: Threefold): DriftChange["action"] | undefined {
  const has = (action: string) => actions.includes(action);
  if (deferred) return "defer";
  if (has("create")) return has("delete") ? "replace" : "create";
  if (has("delete")) return "destroy";
  if (has("forget")) return "forget";
  if (has("update")) return "update";
  if (imported) return "import";
  return moved ? "move" : undefined;
}

/** Who brought a difference about, and of noise, why it is none. */
function causeOf(
  { path, recorded, live, declared, unknown }: Difference,
  resource: Threefold,
  attributes: Attributes,
): readonly [cause: Cause, noise?: string | undefined] {
  const place = { type: resource.type, path: dotted(path), said: resource.says(named(path)) };
  const drifted = !same(recorded, live);
  const planned = unknown || !same(live, declared);
  const driftNoise = drifted ? sameMeaning({ ...place, one: recorded, other: live }) : undefined;
  const planNoise = planned ? sameWhenApplied({ ...place, live, declared, unknown }) : undefined;
  const reallyDrifted = drifted && driftNoise === undefined;
  const reallyPlanned = planned && planNoise === undefined;
  if (reallyDrifted && reallyPlanned) return [!unknown && same(declared, recorded) ? "console" : "both"];
  if (reallyPlanned) return ["unapplied"];
  if (!reallyDrifted) return ["noise", driftNoise ?? planNoise];
  return place.said
    ? [adoptedUnlessIgnored(path, resource, attributes)]
    : unsaid(path, [recorded, live], resource, attributes);
}

/** The config says what is: because it was changed to that, or because Terraform is told to look away. */
function adoptedUnlessIgnored(
  [attribute = ""]: readonly string[],
  { address }: Threefold,
  { ignored }: Attributes,
): Cause {
  return ignored(address).some((each) => each === "all" || each.split(/[.[]/)[0] === attribute)
    ? "console"
    : "adopted";
}

/** What a change means of which the config says nothing, and so no apply takes it back. */
function unsaid(
  [attribute = ""]: readonly string[],
  values: readonly unknown[],
  resource: Threefold,
  { mirrors, computed }: Attributes,
): readonly [cause: Cause, noise?: string | undefined] {
  const repeated = mirrors.repeats(resource, attribute, values);
  if (repeated !== undefined) return ["noise", repeated];
  if (IDENTITIES.includes(attribute) || !computed(resource.type, attribute)) return ["console"];
  return ["noise", "only the provider says it, and no config can"];
}

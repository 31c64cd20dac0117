import { groupBy } from "../../configs";
import type { DocumentStore } from "../../evidence/documentation";
import type { RecordFinding } from "../../evidence/records";
import type { Upstream } from "../call";
import type { Rules } from "../decisions";
import type { RecordedDecision } from "../ledger/ledger";
import { Refusal } from "../refusal";
import type { GateState, Intent, Target } from "../state/gate-state";
import { merged, type Disagreement } from "./disagreement";
import { doorDisagreements, standingAt } from "./doors";
import { evidenceNow } from "./evidence-now";
import { recordedProduction, type RecordedPlace } from "./recorded-production";
import { registryNow, type ModelNow, type RegistryNow } from "./registry-now";
import { withRestored, type SeenModel } from "./restored";
import { stampFindings, type Makers } from "./stamp-findings";

export interface Compared {
  /** Registered models looked at: those that are declared, decided on, or in MLflow. */
  readonly models: number;
  /** Versions in production by the records, each through each of its doors. */
  readonly places: number;
  /** Decisions of the gate that the registry was held against. */
  readonly decisions: number;
  readonly disagreements: readonly Disagreement[];
  /** What was knowingly not looked at, in words. */
  readonly notLookedAt: readonly string[];
  /** The registered models that were changed last, for the next look. */
  readonly seen: readonly SeenModel[];
}

export interface Comparing {
  /** Sound decisions of the gate, oldest first. */
  readonly decided: readonly RecordedDecision[];
  /** What speaks against records of the gate's stream. */
  readonly doubts: readonly RecordFinding[];
  /** What promotions kept in the vault. */
  readonly documents: Pick<DocumentStore, "read">;
  /** MLflow as it is now; only read. */
  readonly upstream: Upstream;
  readonly rules: Pick<Rules, "declared" | "protectedAliases">;
  /** What the gate's state knows, where it could be asked: intents that are open, and who wrote to what. */
  readonly state?: { readonly intents: readonly Intent[] } & Pick<GateState, "contributors">;
  /** What an earlier look saw. */
  readonly earlier?: { readonly seen?: readonly SeenModel[]; readonly decisions: number } | undefined;
}

/** Registered models that one look remembers for the next: those changed last are what a restore takes back. */
const MOST_SEEN = 60;

/**
 * Compares what the gate recorded with what MLflow shows now, and says every disagreement: what came into production
 * without the gate, what left it, what was changed behind it, and what could not be looked at.
 *
 * @throws Refusal when MLflow's registry cannot be read at all
 */
export async function compare(parts: Comparing): Promise<Compared> {
  const { decided, doubts, documents, upstream, rules, state } = parts;
  const byModel = groupBy(decided, ({ subject }) => subject.name);
  const registry = await registryNow(upstream, [...new Set([...rules.declared, ...byModel.keys()])]);
  const models = [...new Set([...rules.declared, ...byModel.keys(), ...registry.keys()])].sort();
  const standing = (model: string) => standingAt(registry.get(model), rules.protectedAliases(model));
  const found: Disagreement[] = [];
  let places = 0;
  for (const model of models) {
    const decisions = byModel.get(model) ?? [];
    const recorded = recordedProduction(decisions);
    places += recorded.length;
    found.push(...doorDisagreements(model, recorded, standing(model)));
    for (const place of onePerVersion(recorded))
      found.push(...(await told(place, () => evidenceNow(upstream, place, decisions, documents))));
  }
  const disagreements = await withRestored({
    ...{ upstream, decided, registry, standing, disagreements: found },
    seen: parts.earlier?.seen ?? [],
  });
  const stamps = await ofStamps(parts, registry);
  return {
    models: models.length,
    places,
    decisions: decided.length,
    disagreements: merged([
      ...doubts.map(({ key, code, reason }) => doubtful(key, `${code}: ${reason}`)),
      ...fewerDecisions(parts),
      ...(state?.intents ?? []).map(openIntent),
      ...disagreements,
      ...stamps.findings,
    ]),
    notLookedAt: [
      ...(state === undefined
        ? [
            "the gate's database: decisions that are not settled, and whether the gate saw the makers that stamps name",
          ]
        : []),
      ...(stamps.before === 0
        ? []
        : [`${stamps.before} versions without a stamp that are older than the gate's first record`]),
    ],
    seen: lastChanged(registry),
  };
}

/** Of the models of AI systems: others are worked on freely, and come into production through no door. */
async function ofStamps(
  { decided, rules, state }: Comparing,
  registry: RegistryNow,
): Promise<{ readonly findings: readonly Disagreement[]; readonly before: number }> {
  const first = decided[0]?.at;
  const since = first === undefined ? undefined : Date.parse(first);
  const approvals = groupBy(
    decided.filter(({ act }) => act === "approve"),
    ({ subject }) => subject.name,
  );
  const findings: Disagreement[] = [];
  let before = 0;
  for (const model of rules.declared) {
    const versions = registry.get(model)?.versions ?? [];
    if (versions.length === 0) continue;
    const approved = new Set((approvals.get(model) ?? []).map(({ subject }) => subject.version ?? ""));
    const makers = await makersOf(model, versions, state);
    const stamped = stampFindings(model, versions, { since, approved, makers });
    findings.push(...stamped.findings);
    before += stamped.before;
  }
  return { findings, before };
}

async function makersOf(
  model: string,
  versions: ModelNow["versions"],
  state: Comparing["state"],
): Promise<Makers | undefined> {
  if (state === undefined) return undefined;
  const prefix = `version:${model}/`;
  const makers = new Map<string, string[]>(versions.map(({ version }) => [version, []]));
  const targets = versions.map(({ version }): Target => `version:${model}/${version}`);
  for (const { target, principal } of await state.contributors(targets))
    makers.get(target.slice(prefix.length))?.push(principal);
  return makers;
}

/** One version whose artifacts cannot be read must not hide what is to be found of the others. */
async function told(
  { version, by }: RecordedPlace,
  look: () => Promise<readonly Disagreement[]>,
): Promise<readonly Disagreement[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const about = { model: by.subject.name, version, record: by.record };
    return [{ ...about, code: "not-told", found: `Its evidence cannot be read: ${error.message}` }];
  }
}

/** Evidence is the same through whichever door; the latest decision counts. */
function onePerVersion(places: readonly RecordedPlace[]): readonly RecordedPlace[] {
  return [...new Map(places.map((place) => [place.version, place])).values()];
}

function lastChanged(registry: RegistryNow): readonly SeenModel[] {
  return [...registry]
    .map(([model, { updatedAt }]) => ({ model, updatedAt }))
    .filter(({ updatedAt }) => updatedAt > 0)
    .sort((a, b) => b.updatedAt - a.updatedAt)
    .slice(0, MOST_SEEN);
}

/** Records that are cut off at the end leave a chain that is sound: only who counted them before misses them. */
function fewerDecisions({ decided, doubts, earlier }: Comparing): readonly Disagreement[] {
  if (earlier === undefined || doubts.length > 0 || decided.length >= earlier.decisions) return [];
  const found = `An earlier check counted ${earlier.decisions} decisions of the gate, and there are ${decided.length}.`;
  return [{ code: "record-doubtful", model: "gate", found }];
}

const doubtful = (record: string, found: string): Disagreement => ({
  code: "record-doubtful",
  model: "gate",
  record,
  found: `${found}.`,
});

const openIntent = ({ id, model, state, at, record }: Intent): Disagreement => ({
  code: "intent-open",
  model,
  found: `Intent ${id} of ${at} is ${state}.`,
  ...(record !== undefined && { record }),
});

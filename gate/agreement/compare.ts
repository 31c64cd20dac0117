import type { RecordFinding } from "../../evidence/records";
import type { Upstream } from "../call";
import { get, ifThere } from "../facts";
import { productionOf, RegisteredModelsAnswer, type Door, type InProduction, type Rules } from "../decisions";
import type { RecordedDecision } from "../ledger/ledger";
import type { Intent } from "../state/gate-state";
import type { Disagreement } from "./disagreement";
import { evidenceNow } from "./evidence-now";
import { recordedProduction, type RecordedPlace } from "./recorded-production";

export interface Compared {
  /** Registered models looked at: those that are declared, decided on, or in MLflow. */
  readonly models: number;
  /** Versions in production by the records, each through each of its doors. */
  readonly places: number;
  readonly disagreements: readonly Disagreement[];
}

export interface Comparing {
  /** Sound decisions of the gate, oldest first. */
  readonly decided: readonly RecordedDecision[];
  /** What speaks against records of the gate's stream. */
  readonly doubts: readonly RecordFinding[];
  /** MLflow as it is now; only read. */
  readonly upstream: Upstream;
  readonly rules: Pick<Rules, "declared" | "protectedAliases">;
  /** Where the gate's state could be asked: intents that are open. */
  readonly intents?: readonly Intent[];
}

/**
 * Compares what the gate recorded with what MLflow shows now, and says every disagreement: what came into production
 * without the gate, what left it, and what was changed behind it.
 *
 * @throws Refusal when MLflow does not answer
 */
export async function compare(parts: Comparing): Promise<Compared> {
  const { decided, doubts, upstream, rules, intents = [] } = parts;
  const disagreements: Disagreement[] = [
    ...doubts.map(({ key, code, reason }) => doubtful(key, `${code}: ${reason}`)),
    ...intents.map(openIntent),
  ];
  let places = 0;
  const models = await modelsOf(parts);
  for (const model of models) {
    const decisions = decided.filter(({ subject }) => subject.name === model);
    const recorded = recordedProduction(decisions);
    const now = await ifThere(() => productionOf(upstream, model, rules.protectedAliases(model)));
    places += recorded.length;
    disagreements.push(...ofDoors(model, recorded, now));
    for (const place of onePerVersion(recorded))
      disagreements.push(...(await evidenceNow(upstream, place, decisions)));
  }
  return { models: models.length, places, disagreements };
}

/** In order; also models that nobody declared, because nothing of them may be in production. */
async function modelsOf({ decided, upstream, rules }: Comparing): Promise<readonly string[]> {
  const names = new Set([...rules.declared, ...decided.map(({ subject }) => subject.name)]);
  let token: string | undefined;
  do {
    const query = { max_results: "1000", ...(token !== undefined && { page_token: token }) };
    const page = await get(
      upstream,
      "/api/2.0/mlflow/registered-models/search",
      query,
      RegisteredModelsAnswer,
    );
    for (const { name } of page.registered_models) names.add(name);
    token = page.next_page_token === "" ? undefined : page.next_page_token;
  } while (token !== undefined);
  return [...names].sort();
}

function ofDoors(
  model: string,
  recorded: readonly RecordedPlace[],
  now: InProduction = { stage: [], aliases: [] },
): readonly Disagreement[] {
  const standing = [
    ...now.stage.map((version) => ({ door: { kind: "stage", name: "Production" } as const, version })),
    ...now.aliases.map(({ alias, version }) => ({ door: { kind: "alias", name: alias } as const, version })),
  ];
  const isAt = (places: readonly { door: Door; version: string }[], door: Door, version?: string) =>
    places.find(
      (one) =>
        one.door.kind === door.kind &&
        one.door.name === door.name &&
        (version ?? one.version) === one.version,
    );
  const missing = recorded
    .filter(({ door, version }) => !isAt(standing, door, version))
    .map(({ door, version, by }): Disagreement => {
      const about = { model, version, door: inWords(door), record: by.record };
      const other = door.kind === "alias" ? isAt(standing, door) : undefined;
      return other === undefined
        ? {
            ...about,
            code: "not-in-production",
            found: `It was let in by ${by.act}, and no record took it out.`,
          }
        : { ...about, code: "alias-moved", found: `The alias stands for version ${other.version}.` };
    });
  const unrecorded = standing
    .filter(({ door, version }) => !isAt(recorded, door, version))
    .map(({ door, version }): Disagreement => {
      const found = `No record let version ${version} in through ${inWords(door)}.`;
      return { code: "not-recorded", model, version, door: inWords(door), found };
    });
  return [...missing, ...unrecorded];
}

/** Evidence is the same through whichever door; the latest decision counts. */
function onePerVersion(places: readonly RecordedPlace[]): readonly RecordedPlace[] {
  return [...new Map(places.map((place) => [place.version, place])).values()];
}

const inWords = ({ kind, name }: Door): string => `${kind} ${name}`;

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

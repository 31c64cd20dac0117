import type { Door, InProduction } from "../decisions";
import { sameName } from "../names";
import type { Disagreement } from "./disagreement";
import type { RecordedPlace } from "./recorded-production";
import type { ModelNow } from "./registry-now";

/** What of a registered model is in production as MLflow shows it. */
export function standingAt(model: ModelNow | undefined, protectedAliases: readonly string[]): InProduction {
  return {
    // MLflow writes it in one spelling only; whoever writes to its database is not bound to that.
    stage: (model?.versions ?? [])
      .filter(({ stage }) => sameName(stage, "Production"))
      .map(({ version }) => version),
    aliases: (model?.aliases ?? []).filter(({ alias }) =>
      protectedAliases.some((one) => sameName(one, alias)),
    ),
  };
}

/** Where the doors of a model do not stand as the records say. */
export function doorDisagreements(
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

const inWords = ({ kind, name }: Door): string => `${kind} ${name}`;

import type { Environment } from "../configs";
import type { KeyRing, RecordStore } from "../evidence/records";
import {
  checkDraft,
  tell,
  type Compared,
  type EventContext,
  type Noted,
  type Notes,
} from "../gate/agreement";
import type { KeepingCheck } from "./check-kept";
import type { CheckOptions } from "./gate-check";

interface Keeping {
  readonly options: Pick<CheckOptions, "signingKey" | "datadogApi">;
  readonly environment: Environment;
  /** When the look began. */
  readonly at: Date;
  readonly ring: KeyRing;
  readonly records: RecordStore;
  readonly compared: Compared;
  readonly notes: Notes;
  readonly systemOf: EventContext["systemOf"];
}

/** How a check of the registry is told and recorded. */
export function keepingRegistry(keeping: Keeping): KeepingCheck<Noted> {
  const { options, environment, at, ring, records, compared, notes, systemOf } = keeping;
  return {
    ...{ options, environment, ring, records },
    tell: (to) => tell(notes, to, { environment: environment.id, at, systemOf }),
    draft: (told) =>
      checkDraft({
        environment: environment.id,
        checkedAt: at.toISOString(),
        ...{ compared, told, findings: notes.findings },
      }),
  };
}

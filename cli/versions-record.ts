import type { Environment } from "../configs";
import {
  tellVersions,
  versionCheckDraft,
  type CheckedVersions,
  type NotedVersion,
  type VersionNotes,
} from "../evidence/logged-versions";
import type { KeyRing, RecordStore } from "../evidence/records";
import type { KeepingCheck } from "./check-kept";
import type { VersionsOptions } from "./versions";

/** How a check of the log's model versions is told and recorded. */
export function keepingVersions({
  options,
  environment,
  at,
  ring,
  records,
  checked,
  notes,
}: {
  readonly options: Pick<VersionsOptions, "signingKey" | "datadogApi">;
  readonly environment: Environment;
  /** When the look began. */
  readonly at: Date;
  readonly ring: KeyRing;
  readonly records: RecordStore;
  readonly checked: CheckedVersions;
  readonly notes: VersionNotes;
}): KeepingCheck<NotedVersion> {
  const id = environment.id;
  return {
    ...{ options, environment, ring, records },
    tell: (to) => tellVersions(notes, to, { environment: id, at }),
    draft: (told) =>
      versionCheckDraft({
        environment: id,
        checkedAt: at.toISOString(),
        ...{ checked, told, findings: notes.findings },
      }),
  };
}

import type { ArchiveSource, ObjectVersion } from "../../../evidence/archive";
import type { TrailFinding } from "./trail-findings";

/**
 * The first version of every key below a prefix, in the order of the keys: the evidence, whatever was laid over it. A
 * folder holds what is delivered in a day, so its list fits into memory.
 *
 * @throws UserError when the store cannot be listed
 */
export async function firstVersions(
  source: ArchiveSource,
  prefix: string,
  report: (finding: TrailFinding) => void,
): Promise<readonly ObjectVersion[]> {
  const byKey = new Map<string, ObjectVersion[]>();
  for await (const version of source.list(prefix))
    byKey.set(version.key, [...(byKey.get(version.key) ?? []), version]);
  return [...byKey]
    .sort(([a], [b]) => compare(a, b))
    .flatMap(([where, versions]) => {
      // Stores tell times to the second; S3 lists the versions of a key newest first, which settles what is left.
      const ordered = [...versions].reverse().sort((a, b) => compare(a.writtenAt, b.writtenAt));
      const [first, ...later] = ordered.filter(({ deleteMarker }) => !deleteMarker);
      for (const { versionId, writtenAt } of later)
        report({
          code: "log-second-version",
          where,
          reason: `version ${versionId}, written at ${writtenAt}`,
        });
      for (const { deleteMarker, versionId, writtenAt } of ordered)
        if (deleteMarker)
          report({ code: "log-delete-marker", where, reason: `marker ${versionId}, laid at ${writtenAt}` });
      return first ?? [];
    });
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

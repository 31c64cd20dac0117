import type { SealFinding } from "./findings";
import type { SealDetails } from "./seal";

/** What a seal names as not being as it should be, as findings. */
export function listFindings(
  details: Pick<SealDetails, "laterVersions" | "deleteMarkers" | "gone" | "unreadable">,
): SealFinding[] {
  return [
    ...details.laterVersions.map(({ writtenAt, ...version }) => ({
      code: "later-version-sealed" as const,
      ...version,
      reason: `written at ${writtenAt} over an older version`,
    })),
    ...details.deleteMarkers.map(({ writtenAt, ...version }) => ({
      code: "delete-marker-sealed" as const,
      ...version,
      reason: `laid at ${writtenAt}`,
    })),
    ...details.gone.map(({ sealedBy, ...version }) => ({
      code: "sealed-object-gone" as const,
      ...version,
      reason: `seal ${sealedBy} lists it`,
    })),
    ...details.unreadable.map(({ key, versionId, reason }) => ({
      code: "sealed-unread" as const,
      key,
      versionId,
      reason,
    })),
  ];
}

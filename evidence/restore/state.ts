/** Where a cold version stands. */
export type RestoreState =
  | { readonly is: "archived" }
  | { readonly is: "under-way" }
  /** A copy can be read until then, RFC 3339 in UTC. */
  | { readonly is: "restored"; readonly until: string };

/**
 * Reads the header `x-amz-restore`: absent, `ongoing-request="true"`, or `ongoing-request="false"` with an `expiry-date`.
 * What has another form counts as archived: asking for a restore once more does no harm, reading in vain does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
export function restoreState(header: string | undefined, now: Date): RestoreState {
  if (header === undefined) return { is: "archived" };
  if (/ongoing-request="true"/.test(header)) return { is: "under-way" };
  const until = Date.parse(/expiry-date="([^"]+)"/.exec(header)?.[1] ?? "");
  if (!/ongoing-request="false"/.test(header) || Number.isNaN(until) || until <= now.getTime())
    return { is: "archived" };
  return { is: "restored", until: new Date(until).toISOString() };
}

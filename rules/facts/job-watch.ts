/**
 * How the scheduled jobs are watched. Rules import no other room: a test holds this against the constructs.
 */

/** Of each job, after how many hours without a run people are told; and whether every environment has it. */
export const JOB_WATCHES: Readonly<Record<string, { readonly hours: number; readonly everywhere: boolean }>> =
  {
    "registry-check": { hours: 3, everywhere: false },
    seal: { hours: 30, everywhere: true },
    "monitoring-snapshot": { hours: 30, everywhere: true },
    "version-check": { hours: 30, everywhere: false },
    "chain-check": { hours: 30, everywhere: true },
    drift: { hours: 30, everywhere: true },
  };

/** The query that counts the runs of a job. */
export const jobQuery = (environment: string, job: string, hours: number): string =>
  `sum(last_${hours}h):default_zero(sum:ai_act.evidence.job{env:${environment},job:${job}}.as_count()) < 1`;

/** Environment and job of such a query; nothing for another one. */
export function jobOf(query: string): { readonly environment: string; readonly job: string } | undefined {
  const [, environment, job] = /\bai_act\.evidence\.job\{env:([^,}]+),job:([^,}]+)\}/.exec(query) ?? [];
  return environment === undefined || job === undefined ? undefined : { environment, job };
}

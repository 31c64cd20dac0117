/**
 * What the log intake takes.
 *
 * @see https://docs.datadoghq.com/api/latest/logs/#send-logs sizes, counts, answers, 18 hours
 * @see https://docs.datadoghq.com/logs/log_configuration/processors/log_date_remapper/ 18 hours back, two hours ahead
 */

/** Uncompressed bytes of one request. The vendor says "5MB"; the stricter reading of that. */
export const MAX_REQUEST_BYTES = 5_000_000;
/** Bytes of one log as JSON ("1MB", read likewise); longer ones are cut. */
export const MAX_LOG_BYTES = 1_000_000;
export const MAX_LOGS_PER_REQUEST = 1_000;
export const MAX_AGE_MS = 18 * 3_600_000;
export const MAX_AHEAD_MS = 2 * 3_600_000;

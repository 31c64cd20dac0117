-- Events of one case, by its keyed digest: decisions, reviews and outcomes, for a complaint or an explanation.
SELECT DISTINCT
  time,
  type,
  event_id,
  refers_to,
  system_id,
  system_version,
  model_name,
  model_version,
  decision,
  confidence,
  explanation_ref,
  review_required,
  overridden,
  reviewer,
  oversight_reason,
  outcome,
  error,
  reason,
  case_key_id,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND case_digest = ?
  AND time >= ?
  AND time < ?
ORDER BY time, emitter_id, sequence, entry_sha256, intact

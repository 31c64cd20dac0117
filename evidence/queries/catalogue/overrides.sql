-- Decisions that a person overrode, whether with the inference itself or in a later oversight event.
SELECT DISTINCT
  time,
  type,
  event_id,
  coalesce(overridden_event, refers_to) AS overridden_event,
  reviewer,
  oversight_reason,
  review_required,
  decision,
  system_version,
  model_name,
  model_version,
  case_digest,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND system_id = ?
  AND time >= ?
  AND time < ?
  AND overridden
ORDER BY time, emitter_id, sequence, entry_sha256, intact

-- All events of one AI system in a period, in order of time. An event that was archived twice is one row; one event id
-- with two contents is two rows.
SELECT DISTINCT
  time,
  type,
  event_id,
  system_version,
  model_name,
  model_version,
  decision,
  confidence,
  review_required,
  overridden,
  outcome,
  error,
  reason,
  refers_to,
  input_digest,
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
ORDER BY time, emitter_id, sequence, entry_sha256, intact

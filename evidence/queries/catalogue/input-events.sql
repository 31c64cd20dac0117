-- Events about one input, by its digest: what was decided on it, when, by which version.
SELECT DISTINCT
  time,
  type,
  event_id,
  system_id,
  system_version,
  model_name,
  model_version,
  input_algorithm,
  input_key_id,
  decision,
  confidence,
  reason,
  review_required,
  overridden,
  case_digest,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND input_digest = ?
  AND time >= ?
  AND time < ?
ORDER BY time, emitter_id, sequence, entry_sha256, intact

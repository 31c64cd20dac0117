-- Events in which one registered model version took part.
SELECT DISTINCT
  time,
  type,
  event_id,
  system_id,
  system_version,
  run_id,
  artifact_sha256,
  config_digest,
  decision_threshold,
  decision,
  confidence,
  overridden,
  error,
  reason,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND model_name || ':' || model_version = ?
  AND time >= ?
  AND time < ?
ORDER BY time, emitter_id, sequence, entry_sha256, intact

-- Events that name no model version where one belongs, or one that is not in the list of registered versions given.
SELECT DISTINCT
  CASE WHEN model_name IS NULL OR model_version IS NULL THEN 'no model version' ELSE 'not in the list' END AS why,
  time,
  type,
  event_id,
  system_version,
  model_name,
  model_version,
  run_id,
  artifact_sha256,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND system_id = ?
  AND time >= ?
  AND time < ?
  AND (type IN ('inference', 'out_of_scope_input') OR model_name IS NOT NULL OR model_version IS NOT NULL)
  AND coalesce(strpos(',' || ? || ',', ',' || model_name || ':' || model_version || ','), 0) = 0
ORDER BY time, emitter_id, sequence, entry_sha256, intact

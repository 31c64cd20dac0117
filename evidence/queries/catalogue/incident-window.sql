-- What departed from normal operation around an incident: errors, inputs out of scope, overrides, outcomes, changed
-- settings, processes that started or stopped. Negative distances lie before the incident.
SELECT DISTINCT
  date_diff('millisecond', from_iso8601_timestamp(?), try(from_iso8601_timestamp(time))) AS milliseconds_from_incident,
  time,
  type,
  event_id,
  refers_to,
  system_version,
  model_name,
  model_version,
  decision,
  overridden,
  oversight_reason,
  outcome,
  error,
  reason,
  settings_before,
  settings_after,
  emitter_id,
  sequence,
  intact,
  entry_sha256
FROM art12_events
WHERE dt BETWEEN ? AND ?
  AND system_id = ?
  AND time >= ?
  AND time < ?
  AND (type NOT IN ('inference', 'emitter_heartbeat') OR overridden)
ORDER BY time, emitter_id, sequence, entry_sha256, intact

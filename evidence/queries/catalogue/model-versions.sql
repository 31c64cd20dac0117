-- Which versions of system and model an AI system ran with, from when to when, and what they recorded.
WITH entries AS (
  SELECT DISTINCT
    time, type, system_version, model_name, model_version, run_id, artifact_sha256, overridden, entry_sha256
  FROM art12_events
  WHERE dt BETWEEN ? AND ?
    AND system_id = ?
    AND time >= ?
    AND time < ?
    AND intact
)
SELECT
  system_version,
  model_name,
  model_version,
  run_id,
  artifact_sha256,
  count(*) AS events,
  count(*) FILTER (WHERE type = 'inference') AS inferences,
  count(*) FILTER (WHERE type = 'error') AS errors,
  count(*) FILTER (WHERE overridden) AS overrides,
  min(time) AS first_time,
  max(time) AS last_time
FROM entries
GROUP BY system_version, model_name, model_version, run_id, artifact_sha256
ORDER BY system_version, model_name, model_version, run_id, artifact_sha256

-- Archived lines that are not evidence as they stand, of whatever system: a damaged line does not say whose it was.
WITH judged AS (
  SELECT
    dt,
    hour,
    object,
    log_id,
    CASE
      WHEN entry IS NULL THEN 'no log entry can be read'
      WHEN NOT intact THEN 'entry differs from its recorded digest'
      WHEN event_id IS NULL THEN 'entry is no event'
      WHEN copy_differs THEN 'readable copy differs from the entry'
    END AS damage
  FROM art12_events
  WHERE dt BETWEEN ? AND ?
)
SELECT dt, hour, object, damage, count(*) AS lines, min(log_id) AS example_log_id
FROM judged
WHERE damage IS NOT NULL
GROUP BY dt, hour, object, damage
ORDER BY dt, hour, object, damage

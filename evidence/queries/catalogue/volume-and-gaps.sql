-- Per day: how much an AI system recorded, and how many entries are missing from its emitters' chains. A gap counts on
-- the day of the entry that shows it. The days are read with one more on either side, so a gap over midnight is seen.
WITH entries AS (
  SELECT
    time, type, overridden, emitter_id, sequence, entry_sha256, bool_or(intact) AS intact
  FROM art12_events
  WHERE dt BETWEEN ? AND ?
    AND system_id = ?
  GROUP BY time, type, overridden, emitter_id, sequence, entry_sha256
),
chained AS (
  SELECT
    entries.*,
    lag(sequence) OVER (PARTITION BY emitter_id ORDER BY sequence, entry_sha256) AS sequence_before
  FROM entries
),
asked AS (
  SELECT ? AS first_day, ? AS last_day, ? AS from_time, ? AS to_time
),
days AS (
  SELECT CAST(day AS varchar) AS day, from_time, to_time
  FROM asked
  CROSS JOIN UNNEST(sequence(CAST(first_day AS date), CAST(last_day AS date))) AS listed (day)
)
SELECT
  days.day,
  count(entry_sha256) AS events,
  count(*) FILTER (WHERE type = 'inference') AS inferences,
  count(*) FILTER (WHERE overridden) AS overrides,
  count(*) FILTER (WHERE type = 'error') AS errors,
  count(DISTINCT emitter_id) AS emitters,
  count(DISTINCT substr(time, 1, 13)) AS hours_with_events,
  CAST(coalesce(sum(sequence - sequence_before - 1) FILTER (WHERE sequence > sequence_before), 0) AS bigint)
    AS missing_entries,
  count(*) FILTER (WHERE sequence_before IS NULL AND sequence > 1) AS chains_without_start,
  count(*) FILTER (WHERE NOT intact) AS altered_entries
FROM days
LEFT JOIN chained
  ON substr(chained.time, 1, 10) = days.day AND chained.time >= days.from_time AND chained.time < days.to_time
GROUP BY days.day
ORDER BY days.day

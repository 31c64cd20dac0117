-- One event, the three before and after it in its emitter's chain, the event it refers to, and those that refer to it.
-- "link" says whether an entry continues the chain of the one before it; of two with the same sequence the intact one.
WITH entries AS (
  SELECT DISTINCT
    time, type, event_id, system_id, model_name, model_version, decision, overridden, oversight_reason, outcome, error,
    coalesce(refers_to, overridden_event) AS about, emitter_id, sequence, prev, intact, entry_sha256
  FROM art12_events
  WHERE dt BETWEEN ? AND ?
    AND event_id IS NOT NULL
),
asked AS (
  SELECT ? AS asked_id
),
placed AS (
  SELECT
    entries.*,
    asked_id,
    max(CASE WHEN event_id = asked_id THEN sequence END) OVER (PARTITION BY emitter_id) AS asked_sequence,
    max(CASE WHEN event_id = asked_id THEN about END) OVER () AS asked_about,
    lag(sequence) OVER (PARTITION BY emitter_id ORDER BY sequence, intact, entry_sha256) AS sequence_before,
    lag(entry_sha256) OVER (PARTITION BY emitter_id ORDER BY sequence, intact, entry_sha256) AS digest_before
  FROM entries
  CROSS JOIN asked
)
SELECT
  CASE
    WHEN event_id = asked_id THEN 'the event'
    WHEN event_id = asked_about THEN 'it refers to'
    WHEN about = asked_id THEN 'refers to it'
    WHEN sequence < asked_sequence THEN 'before it'
    ELSE 'after it'
  END AS place,
  CASE
    WHEN sequence = 1 AND prev = '0000000000000000000000000000000000000000000000000000000000000000' THEN 'begins'
    WHEN sequence_before = sequence THEN 'same sequence as another'
    WHEN sequence_before = sequence - 1 AND digest_before = prev THEN 'follows'
    WHEN sequence_before = sequence - 1 THEN 'broken'
    ELSE 'entry before not seen'
  END AS link,
  emitter_id,
  sequence,
  time,
  type,
  event_id,
  about AS refers_to,
  system_id,
  model_name,
  model_version,
  decision,
  overridden,
  oversight_reason,
  outcome,
  error,
  intact,
  entry_sha256
FROM placed
WHERE abs(sequence - asked_sequence) <= 3
  OR event_id = asked_about
  OR about = asked_id
ORDER BY emitter_id, sequence, intact, entry_sha256

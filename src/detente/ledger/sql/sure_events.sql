-- sure_events.sql: from here on this cursor's events are those that a claim of the least score tells
CREATE OR REPLACE TEMP VIEW events AS
SELECT * FROM "{catalog}".main.events
WHERE id IN (
    SELECT event_id FROM event_claims JOIN claims ON claims.id = claim_id WHERE score >= {least}
)

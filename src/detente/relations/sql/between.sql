-- between.sql: whether an event of the dyad one, other is between the two: one acts on the other,
-- both do what sides do together ($mutual), or what they do to each other where nobody else is
-- told ($alone). Who acts with whom on a third does not act on whom.
(
    list_contains(actor_countries, one) AND list_contains(recipient_countries, other)
    OR list_contains(actor_countries, other) AND list_contains(recipient_countries, one)
    OR list_contains($mutual::VARCHAR[], type)
    OR (list_contains($alone::VARCHAR[], type) AND len(recipient_countries) = 0)
)

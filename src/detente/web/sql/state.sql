-- state.sql: one row in all: what rows there are, and what events take into account
SELECT
    (SELECT coalesce(max(batch), 0) FROM codings) AS batch,
    (SELECT count(*) FROM rulings) AS n_rulings,
    (SELECT count(*) FROM withdrawals) AS n_withdrawals,
    (SELECT batch FROM computed) AS computed_batch,
    (SELECT n_rulings FROM computed) AS computed_rulings,
    (SELECT n_texts FROM computed) AS computed_texts,
    (SELECT version FROM computed) AS computed_by

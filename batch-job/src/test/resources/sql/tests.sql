-- What tests ask of the tables that the batch makes.

-- name: tests.misjudged
SELECT count(*) FROM misjudged

-- name: tests.failsInTheEnd
SELECT CASE WHEN i < 5000000 THEN i ELSE error('the end') END AS i FROM range(5000001) t(i)

-- name: tests.numbers
SELECT i FROM range(100000) t(i) ORDER BY i

-- name: tests.sum
SELECT count(*) AS count, sum(i) AS sum FROM taken

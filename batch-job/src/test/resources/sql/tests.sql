-- What tests ask of the tables that the batch makes.

-- name: tests.misjudged
SELECT count(*) FROM misjudged

-- Who holds a unique key.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] unique key
-- Answer the id, or nothing
-- Cost   O(1)

local holder = redis.call('HGET', open(ARGV[1]).key .. 'u', ARGV[2])
return holder and { holder } or {}

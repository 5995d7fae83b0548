-- Sets how many jobs a queue holds at most.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] the bound, 0 for none
-- Answer nothing
-- Cost   O(1)

local q = open(ARGV[1])
redis.call('SADD', QUEUES, q.name)
redis.call('HSET', q.key .. 'c', 'bound', ARGV[2]) -- as text: it may have 64 bits
q.n.bound = tonumber(ARGV[2])
q.hasLeft = true
finish()
return {}

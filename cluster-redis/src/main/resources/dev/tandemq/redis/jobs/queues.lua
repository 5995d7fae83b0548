-- Names of all known queues.
-- KEYS   [1] prefix
-- Answer the names, in no order
-- Cost   O(queues)

return redis.call('SMEMBERS', QUEUES)

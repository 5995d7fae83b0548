-- Sets or clears the pause of a queue.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] 1 or 0
-- Answer nothing
-- Cost   O(1)

local q = open(ARGV[1])
redis.call('SADD', QUEUES, q.name)
set(q, 'paused', tonumber(ARGV[2]))
if q.n.paused == 0 and q.n.wait > 0 then
  q.isReady = q.size.r > 0
  q.soonest = moment(q)
end
finish()
return {}

-- A moment has come at which time may have made a job ready: tells those who wait, or when to ask again.
-- KEYS   [1] prefix
-- ARGV   [1] queue
-- Answer micros until the next moment, -1 when nobody waits or time brings nothing
-- Cost   O(log(backlog))

local q = open(ARGV[1])
if q.n.wait == 0 then
  return { -1 }
end
local at = moment(q)
if q.n.paused == 0 and (q.size.r > 0 or at <= now) then
  redis.call('PUBLISH', CHANNEL, 'ready ' .. q.name .. ' 0')
  set(q, 'wait', 0)
  finish()
  return { -1 }
end
wait(q)
finish()
return { at == NEVER and -1 or at - now }

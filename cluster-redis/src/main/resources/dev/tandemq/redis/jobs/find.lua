-- Looks at one job.
-- KEYS   [1] prefix
-- ARGV   [1] id
-- Answer as of view.lua, or nothing; the state is '' when there is a body but no record to read
-- Cost   O(log(backlog))

local id, answer = ARGV[1], {}
load({ id })
local r, body = records[id], redis.call('HGET', BODY, id)
if not r and not body then
  return answer
end
local score = 0
if r then
  local z = ZSET_OF[r.state]
  local member = (z == 'r' or z == 'd') and r.place .. id or id
  score = tonumber(redis.call('ZSCORE', open(r.queue).key .. z, member) or 0)
end
view(answer, id, score, body, redis.call('HGET', HIST, id))
return answer

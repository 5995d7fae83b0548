-- The locks that are held, in no order. Removes those that have ended, a thousand at most.
--
-- KEYS    {ns}:roles, {ns}:roles:locks, {ns}:roles:locks:ends
-- ARGV    none
-- Answer  for each: name, owner, incarnation, token, microseconds that it still holds

dropEnded(KEYS[2], KEYS[3], 1000)
local all = redis.call('HGETALL', KEYS[2])
local answer = {}
for i = 1, #all, 2 do
  local grant = grantOf(all[i + 1])
  if grant.ends > now then
    local n = #answer
    answer[n + 1] = all[i]
    answer[n + 2] = grant.owner
    answer[n + 3] = grant.incarnation
    answer[n + 4] = grant.token
    answer[n + 5] = grant.ends - now
  end
end
return answer

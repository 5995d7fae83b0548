-- The members that are alive, in no order. Removes those that have ended, a thousand at most.
--
-- KEYS    {ns}:roles, {ns}:roles:members, {ns}:roles:members:ends
-- ARGV    none
-- Answer  for each: name, incarnation, start (microseconds of the wall clock), silence and time to
--         live (microseconds), state

dropEnded(KEYS[2], KEYS[3], 1000)
local all = redis.call('HGETALL', KEYS[2])
local answer = {}
for i = 1, #all, 2 do
  local member = memberOf(all[i + 1])
  if isAlive(member) then
    view(answer, all[i], member)
  end
end
return answer

-- Enters the list of members, with a new session.
--
-- KEYS    {ns}:roles, {ns}:roles:members, {ns}:roles:members:ends
-- ARGV    name, incarnation, time to live in microseconds, state
-- Answer  the session; or who has the name: name, incarnation, start (microseconds of the wall
--         clock), silence and time to live (microseconds), state

local holder = living(ARGV[1])
if holder and holder.incarnation ~= ARGV[2] then
  return view({}, ARGV[1], holder)
end
dropEnded(KEYS[2], KEYS[3], 16)
local session = nextOf('session', 0)
keep(ARGV[1], {
  incarnation = ARGV[2],
  session = session,
  started = holder and holder.started or wall,
  timeToLive = tonumber(ARGV[3]),
  state = ARGV[4],
})
return {session}

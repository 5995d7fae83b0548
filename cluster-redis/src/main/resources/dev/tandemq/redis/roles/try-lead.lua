-- Leads, goes on leading, or learns who leads.
--
-- KEYS    {ns}:roles, {ns}:roles:leader
-- ARGV    name, incarnation, time to live in microseconds, above
-- Answer  name, incarnation, term and since (microseconds of the wall clock) of who leads now

local leader = holder()
if leader and (leader.name ~= ARGV[1] or leader.incarnation ~= ARGV[2]) then
  return leaderAnswer(leader)
end
local above = tonumber(ARGV[4])
if not leader or leader.term <= above then
  leader = {
    name = ARGV[1],
    incarnation = ARGV[2],
    term = nextOf('term', above),
    since = text(wall),
  }
end
redis.call('HSET', KEYS[2],
  'name', leader.name, 'incarnation', leader.incarnation, 'term', text(leader.term),
  'since', leader.since, 'ends', text(now + tonumber(ARGV[3])))
keepTime()
return leaderAnswer(leader)

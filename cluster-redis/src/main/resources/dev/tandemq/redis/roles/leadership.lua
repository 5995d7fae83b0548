-- What the scripts of the election have in common.
--
-- KEYS[2]  {ns}:roles:leader, a hash: name, incarnation, term, since (wall clock), ends; times in
--          microseconds. There is none when nobody leads.

-- Who leads, or nil. An end that somebody has seen is final: the record goes.
local function holder()
  local f = redis.call('HMGET', KEYS[2], 'name', 'incarnation', 'term', 'since', 'ends')
  if not f[1] then
    return nil
  end
  if number(f[5], KEYS[2]) <= now then
    redis.call('DEL', KEYS[2])
    keepTime()
    return nil
  end
  return {name = f[1], incarnation = f[2], term = number(f[3], KEYS[2]), since = f[4]}
end

local function leaderAnswer(leader)
  return {leader.name, leader.incarnation, leader.term, number(leader.since, KEYS[2])}
end

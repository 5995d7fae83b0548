-- What the scripts of the membership have in common.
--
-- KEYS[2]  {ns}:roles:members, a hash: name of the node ->
--            "incarnation session started heard timeToLive state"
-- KEYS[3]  {ns}:roles:members:ends, a sorted set: name of the node by the end of its time to live
--
-- `started` is of the wall clock, all times are in microseconds. Names hold no spaces; the state is
-- the rest, and no script looks into it.

local function memberOf(record)
  local incarnation, session, started, heard, timeToLive, state =
    string.match(record, '^(%S+) (%d+) (%d+) (%d+) (%d+) (.+)$')
  if not incarnation then
    foreign(KEYS[2])
  end
  return {
    incarnation = incarnation,
    session = number(session, KEYS[2]),
    started = number(started, KEYS[2]),
    heard = number(heard, KEYS[2]),
    timeToLive = number(timeToLive, KEYS[2]),
    state = state,
  }
end

local function drop(name)
  redis.call('HDEL', KEYS[2], name)
  redis.call('ZREM', KEYS[3], name)
  keepTime()
end

local function isAlive(member)
  return member.heard + member.timeToLive > now
end

-- The member with this name that is alive, or nil. An end that somebody has seen is final.
local function living(name)
  local record = redis.call('HGET', KEYS[2], name)
  local member = record and memberOf(record)
  if member and not isAlive(member) then
    drop(name)
    return nil
  end
  return member or nil
end

-- Notes that it was heard now.
local function keep(name, member)
  local record = {
    member.incarnation,
    text(member.session),
    text(member.started),
    text(now),
    text(member.timeToLive),
    member.state,
  }
  redis.call('HSET', KEYS[2], name, table.concat(record, ' '))
  redis.call('ZADD', KEYS[3], text(now + member.timeToLive), name)
  keepTime()
end

-- Appends what a view of a member is made of.
local function view(answer, name, member)
  local n = #answer
  answer[n + 1] = name
  answer[n + 2] = member.incarnation
  answer[n + 3] = member.started
  answer[n + 4] = now - member.heard
  answer[n + 5] = member.timeToLive
  answer[n + 6] = member.state
  return answer
end

-- The member that is alive if it is of this very session; else nil.
local function livingIn(name, incarnation, session)
  local member = living(name)
  if member and member.incarnation == incarnation and text(member.session) == session then
    return member
  end
  return nil
end

-- What the scripts of the locks have in common.
--
-- KEYS[2]  {ns}:roles:locks, a hash: name of the lock -> "owner incarnation token ends"
-- KEYS[3]  {ns}:roles:locks:ends, a sorted set: name of the lock by the end of its time to live
--
-- Times in microseconds. Names hold no spaces.

local function grantOf(record)
  local owner, incarnation, token, ends = string.match(record, '^(%S+) (%S+) (%d+) (%d+)$')
  if not owner then
    foreign(KEYS[2])
  end
  return {
    owner = owner,
    incarnation = incarnation,
    token = number(token, KEYS[2]),
    ends = number(ends, KEYS[2]),
  }
end

-- Removes a lock by its name.
local function drop(name)
  redis.call('HDEL', KEYS[2], name)
  redis.call('ZREM', KEYS[3], name)
  keepTime()
end

-- The grant that holds, or nil. An end that somebody has seen is final: the record goes.
local function held(name)
  local record = redis.call('HGET', KEYS[2], name)
  local grant = record and grantOf(record)
  if grant and grant.ends <= now then
    drop(name)
    return nil
  end
  return grant or nil
end

local function keep(name, owner, incarnation, token, timeToLive)
  local ends = text(now + tonumber(timeToLive))
  redis.call('HSET', KEYS[2], name, table.concat({owner, incarnation, text(token), ends}, ' '))
  redis.call('ZADD', KEYS[3], ends, name)
  keepTime()
end

-- The grant that holds if it is this very one, by owner and token; else nil.
local function heldBy(name, owner, incarnation, token)
  local grant = held(name)
  if grant and grant.owner == owner and grant.incarnation == incarnation
      and text(grant.token) == token then
    return grant
  end
  return nil
end

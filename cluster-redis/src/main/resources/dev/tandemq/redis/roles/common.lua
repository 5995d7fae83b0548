#!lua flags=allow-oom
-- What every script of the roles begins with: time and counters. None of them is refused when memory
-- is full: what they keep is small, and who leads then is the one who prunes.
--
-- KEYS[1]  {ns}:roles, a hash:
--            clock    the greatest time that was written, in microseconds
--            ahead    how far the clock of the roles is ahead of the server's own, in microseconds
--            term, token, session   the greatest ever given; never removed
--
-- Redis has no monotonic clock. This one follows TIME and never falls: when the server's clock is
-- set back it goes on from where it was, by `ahead`. All times are whole microseconds below 2^53,
-- which a Lua number holds exactly.

local LIMIT = 9007199254740992

-- Ends the script: somebody else wrote here. The driver takes this word for corrupt data.
local function foreign(key)
  error({err = 'WRONGTYPE ' .. key .. ' holds something that Tandem did not write'})
end

-- A number that was kept as text.
local function number(text, key)
  if not text then
    return 0
  end
  local n = string.find(text, '^%d+$') and tonumber(text)
  if not n or n >= LIMIT then
    foreign(key)
  end
  return n
end

local function text(n)
  return string.format('%.0f', n)
end

local time = redis.call('TIME')
local wall = tonumber(time[1]) * 1000000 + tonumber(time[2])
local kept = redis.call('HMGET', KEYS[1], 'clock', 'ahead')
local clock = number(kept[1], KEYS[1])
local now = wall + number(kept[2], KEYS[1])
if now < clock then
  redis.call('HSET', KEYS[1], 'ahead', text(clock - wall))
  now = clock
end

-- Called by whatever writes, so that no later script takes an earlier time for its own.
local function keepTime()
  redis.call('HSET', KEYS[1], 'clock', text(now))
end

-- The next of a counter. Not smaller than the wall clock in microseconds: a server that lost its
-- data, counters and all, goes on above what it gave before.
local function nextOf(counter, above)
  local last = number(redis.call('HGET', KEYS[1], counter), KEYS[1])
  local n = math.max(last + 1, wall, above + 1)
  redis.call('HSET', KEYS[1], counter, text(n))
  return n
end

-- Removes records that have ended, at most so many, from a hash and from the set of their ends.
local function dropEnded(records, ends, most)
  local names = redis.call('ZRANGEBYSCORE', ends, '-inf', text(now), 'LIMIT', 0, most)
  if #names > 0 then
    redis.call('ZREM', ends, unpack(names))
    redis.call('HDEL', records, unpack(names))
    keepTime()
  end
  return #names
end

-- Shared by all scripts of the job store; put before each of them.
--
-- KEYS[1]  prefix of all keys of the jobs of a namespace, as {tandem}:j: (one hash slot)
--
-- Keys behind the prefix:
--   meta    hash    now: latest time seen, tok: newest token, term: newest term, overAt, goneAt
--   body    hash    id -> encoded job
--   state   hash    id -> the record of the job, see record.lua
--   hist    hash    id -> attempts that failed; only for jobs that have some
--   over    hash    what was settled, see turn.lua; over2 is the one before
--   gone    hash    ids that were removed by other means; gone2 is the one before
--   queues  set     names of known queues
--   q:NAME:r  zset  ready: score -priority, member place (16 digits) + id
--   q:NAME:d  zset  delayed: score due time, member place + id
--   q:NAME:l  zset  reserved: score end of the lease, member id
--   q:NAME:x  zset  failed: score time of the failure, member id
--   q:NAME:u  hash  unique key -> id
--   q:NAME:c  hash  counters, flags, the last place given
--   hints     channel, "ready NAME MICROS" and "room NAME"
--
-- Times are microseconds of the server's clock, never set back. A script reads all it needs before
-- its first write, so that a key of a foreign type fails it before anything was changed. Writes are
-- gathered and sent with many arguments at once: the number of commands does not grow with the
-- batch, up to CHUNK arguments of each.
--
-- What is done for every job of a batch decides how fast the server is: there numbers that are only
-- carried stay text (to make text of a number costs as much as a Redis command of one field), and
-- nothing is called or made that is not needed.

local PREFIX = KEYS[1]
local META, BODY, STATE, HIST = PREFIX .. 'meta', PREFIX .. 'body', PREFIX .. 'state', PREFIX .. 'hist'
local QUEUES, CHANNEL = PREFIX .. 'queues', PREFIX .. 'hints'
local CHUNK = 2000 -- unpack() fails near 8000; even, for pairs
local NEVER = 9007199254740991 -- the largest number that a double holds exactly
-- %d is three times faster than %.0f; where a long has 32 bits it is wrong.
local WHOLE = string.format('%d', NEVER) == '9007199254740991' and 'd' or '.0f'
local DIGITS, DIGITS14, DIGITS16 = '%' .. WHOLE, '%014' .. WHOLE, '%016' .. WHOLE

local format, sub, call = string.format, string.sub, redis.call

local function digits(number)
  return format(DIGITS, number)
end

-- As places, tokens and times are written in a record.
local function digits16(number)
  return format(DIGITS16, number)
end

-- The same in two texts, for numbers that follow each other: the first is made once in a hundred.
local PAIRS = '0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849'
  .. '5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899'
local hundreds, high
local function halves(number)
  local low = number % 100
  if number - low ~= hundreds then
    hundreds = number - low
    high = format(DIGITS14, hundreds / 100)
  end
  return high, sub(PAIRS, 2 * low + 1, 2 * low + 2)
end

-- HMGET of any number of fields.
local function hmget(key, fields)
  local n = #fields
  if n == 0 then
    return fields
  end
  if n <= CHUNK then
    return call('HMGET', key, unpack(fields))
  end
  local all = {}
  for i = 1, n, CHUNK do
    local part = call('HMGET', key, unpack(fields, i, math.min(i + CHUNK - 1, n)))
    for k = 1, #part do
      all[#all + 1] = part[k]
    end
  end
  return all
end

-- A command with any number of arguments; none at all without arguments.
local function write(command, key, args)
  local n = args and #args or 0
  for i = 1, n, CHUNK do
    call(command, key, unpack(args, i, math.min(i + CHUNK - 1, n)))
  end
end

local meta = call('HMGET', META, 'now', 'tok', 'term', 'overAt', 'goneAt')
local time = call('TIME')
local clock = time[1] * 1000000 + time[2]
local now = math.max(clock, tonumber(meta[1] or 0) or 0)
local newMeta = {} -- field, value, ...

-- Time as it was when nothing else is written need not be kept.
local function writeMeta(isChange)
  if now > (tonumber(meta[1] or 0) or 0) and (isChange or #newMeta > 0) then
    newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'now', digits(now)
  end
  write('HSET', META, newMeta)
end

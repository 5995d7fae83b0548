-- Shared by all scripts of the job store; put before each of them.
--
-- KEYS[1]  prefix of all keys of the jobs of a namespace, as {tandem}:j: (one hash slot)
--
-- Keys behind the prefix:
--   meta    hash    now: latest time seen, tok: newest token, term: newest term, overAt, goneAt
--   body    hash    id -> encoded job
--   state   hash    id -> the record of the job, see encode()
--   hist    hash    id -> attempts that failed; only for jobs that have some
--   over    hash    what was settled, see settle.lua; over2 is the one before
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

local PREFIX = KEYS[1]
local META, BODY, STATE, HIST = PREFIX .. 'meta', PREFIX .. 'body', PREFIX .. 'state', PREFIX .. 'hist'
local QUEUES, CHANNEL = PREFIX .. 'queues', PREFIX .. 'hints'
local CHUNK = 2000 -- unpack() fails near 8000; even, for pairs
local NEVER = 9007199254740991 -- the largest number that a double holds exactly
local MEMORY_ENTRIES, MEMORY_MICROS, MEMORY_EXPIRY_MS = 100000, 600000000, 1260000
local MAX_HISTORY = 20
local FIELDS = {
  'seq', 'pushed', 'completed', 'removed', 'retried', 'retries', 'snoozed', 'rescued',
  'paused', 'bound', 'last', 'created', 'wait', 'full' }
local ZSETS = { 'r', 'd', 'l', 'x' }
local ZSET_OF = { R = 'r', D = 'd', L = 'l', X = 'x' }

-- Most numbers of a batch are the same few: to format one costs more than to look it up.
local texts = {}

local function digits(number)
  local text = texts[number]
  if not text then
    text = string.format('%.0f', number)
    texts[number] = text
  end
  return text
end

-- HMGET of any number of fields.
local function hmget(key, fields)
  local n = #fields
  if n == 0 then
    return {}
  end
  if n <= CHUNK then
    return redis.call('HMGET', key, unpack(fields))
  end
  local all = {}
  for i = 1, n, CHUNK do
    local part = redis.call('HMGET', key, unpack(fields, i, math.min(i + CHUNK - 1, n)))
    for k = 1, #part do
      all[#all + 1] = part[k]
    end
  end
  return all
end

-- A command with any number of arguments.
local function write(command, key, args)
  local n = #args
  for i = 1, n, CHUNK do
    redis.call(command, key, unpack(args, i, math.min(i + CHUNK - 1, n)))
  end
end

local meta = redis.call('HMGET', META, 'now', 'tok', 'term', 'overAt', 'goneAt')
local time = redis.call('TIME')
local clock = tonumber(time[1]) * 1000000 + tonumber(time[2])
local now = math.max(clock, tonumber(meta[1]) or 0)
local lastToken = tonumber(meta[2]) or 0
local newestTerm = string.match(meta[3] or '', '^%d+$') or '0' -- as text: a term may have 64 bits
local memoryAt = { over = tonumber(meta[4]) or 0, gone = tonumber(meta[5]) or 0 }

local newMeta = {} -- field, value, ...
local records = {} -- id -> record; false when there is none that can be read
local changed = {} -- id -> record to be written
local dropped = {} -- ids whose job is gone
local spent = {} -- id -> list of history entries to add
local memory = { over = {}, gone = {} } -- field, value, ...
local newOver = {} -- what this very script added to over
local queues = {} -- name -> queue
local opened = {} -- queues in the order of their opening

-- Looks at keys that are written later, for their types.
local memorySize = { over = redis.call('HLEN', PREFIX .. 'over'), gone = redis.call('HLEN', PREFIX .. 'gone') }
redis.call('HLEN', BODY)
redis.call('HLEN', HIST)

-- ---- queues

local function open(name)
  local q = queues[name]
  if q then
    return q
  end
  local key = PREFIX .. 'q:' .. name .. ':'
  q = { name = name, key = key, n = {}, dirty = {}, size = {}, add = {}, del = {}, undo = {}, take = {} }
  local values = redis.call('HMGET', key .. 'c', unpack(FIELDS))
  for i = 1, #FIELDS do
    q.n[FIELDS[i]] = tonumber(values[i]) or 0
  end
  for i = 1, #ZSETS do
    local z = ZSETS[i]
    q.size[z] = redis.call('ZCARD', key .. z)
    q.add[z], q.del[z] = {}, {}
  end
  queues[name] = q
  opened[#opened + 1] = q
  return q
end

local function set(q, field, value)
  if q.n[field] ~= value then
    q.n[field] = value
    q.dirty[field] = true
  end
end

local function bump(q, field)
  set(q, field, q.n[field] + 1)
end

local function addTo(q, z, score, member)
  local list = q.add[z]
  list[#list + 1] = score
  list[#list + 1] = member
  q.size[z] = q.size[z] + 1
end

local function takeFrom(q, z, member)
  local list = q.del[z]
  list[#list + 1] = member
  q.size[z] = q.size[z] - 1
end

-- Sends what was gathered for the lines of the queue, so that they can be read again.
local function flush(q)
  for i = 1, #ZSETS do
    local z = ZSETS[i]
    if #q.del[z] > 0 then
      write('ZREM', q.key .. z, q.del[z])
      q.del[z] = {}
    end
    if #q.add[z] > 0 then
      write('ZADD', q.key .. z, q.add[z])
      q.add[z] = {}
    end
  end
end

local function inLine(q)
  return q.size.r + q.size.d + q.size.l
end

-- When time next makes a job ready; NEVER when it makes none.
local function moment(q)
  local at = NEVER
  if q.n.paused == 0 then
    if q.size.d > 0 then
      at = tonumber(redis.call('ZRANGE', q.key .. 'd', 0, 0, 'WITHSCORES')[2]) or at
    end
    if q.size.l > 0 then
      at = math.min(at, tonumber(redis.call('ZRANGE', q.key .. 'l', 0, 0, 'WITHSCORES')[2]) or at)
    end
  end
  return at
end

-- ---- records

-- state queue priority maxAttempts attempts snoozes token place since cancelled node taken size key
local PATTERN = '^([RDLX]) (%S+) (%-?%d+) (%d+) (%d+) (%d+) (%d+) (%d+) (%d+) ([01]) (%S+) (%d+) (%d+) (.*)$'

local function encode(r)
  return table.concat({
    r.state, r.queue, r.priority, r.max, r.attempts, r.snoozes, digits(r.token), r.place,
    digits(r.since), r.cancelled, r.node, digits(r.taken), r.size, r.key }, ' ')
end

local function decode(text)
  local state, queue, priority, max, attempts, snoozes, token, place, since, cancelled, node, taken, size, key =
    string.match(text, PATTERN)
  if not state then
    return false
  end
  return {
    state = state, queue = queue, priority = tonumber(priority), max = tonumber(max),
    attempts = tonumber(attempts), snoozes = tonumber(snoozes), token = tonumber(token), place = place,
    since = tonumber(since), cancelled = cancelled, node = node, taken = tonumber(taken),
    size = tonumber(size), key = key }
end

-- Reads the records of these jobs and opens their queues.
local function load(ids)
  local missing, asked = {}, {}
  for i = 1, #ids do
    local id = ids[i]
    if records[id] == nil and not asked[id] then
      asked[id] = true
      missing[#missing + 1] = id
    end
  end
  local texts = hmget(STATE, missing)
  for i = 1, #missing do
    local record = texts[i] and decode(texts[i])
    records[missing[i]] = record or false
    if record then
      open(record.queue)
    end
  end
end

-- ---- arrows: each moves one job and its counters

-- Takes the job out of the line in which it stands.
local function detach(q, id, r)
  local z = ZSET_OF[r.state]
  takeFrom(q, z, (z == 'r' or z == 'd') and r.place .. id or id)
end

local function nextPlace(q, r)
  set(q, 'seq', q.n.seq + 1)
  r.place = string.format('%016.0f', q.n.seq)
end

local function makeReady(q, id, r, since)
  nextPlace(q, r)
  r.state, r.since = 'R', since
  addTo(q, 'r', 0 - r.priority, r.place .. id)
  changed[id] = r
  q.isReady = true
end

-- To the tail of the ready, or among the delayed.
local function again(q, id, r, delay)
  if delay <= 0 then
    makeReady(q, id, r, now)
    return
  end
  nextPlace(q, r)
  r.state, r.since = 'D', now + delay
  addTo(q, 'd', r.since, r.place .. id)
  changed[id] = r
  q.soonest = math.min(q.soonest or NEVER, r.since)
end

-- The job, detached, is gone. Remembered by the caller when a settlement did it.
local function forgetJob(q, id, r, isSettled)
  if r.key ~= '' and r.state ~= 'X' then
    q.undo[#q.undo + 1] = r.key
  end
  records[id], changed[id], spent[id] = false, nil, nil
  dropped[#dropped + 1] = id
  if not isSettled then
    local list = memory.gone
    list[#list + 1], list[#list + 2] = id, ''
  end
  q.hasLeft = true
end

local function drop(q, id, r, isSettled)
  bump(q, 'removed')
  forgetJob(q, id, r, isSettled)
end

local function fail(q, id, r)
  if r.key ~= '' then
    q.undo[#q.undo + 1] = r.key
  end
  r.state, r.cancelled = 'X', '0'
  addTo(q, 'x', now, id)
  changed[id] = r
  q.hasLeft = true
end

local function spend(id, r, verb, failure)
  r.attempts = r.attempts + 1
  local list = spent[id] or {}
  spent[id] = list
  list[#list + 1] =
    string.format('%d %s %s %s %d\n', r.attempts, digits(now), r.node, verb, #failure) .. failure
end

-- After an attempt was spent: back into line, or not. Answers whether the job is gone.
local function tryAgain(q, id, r, delay, isSettled)
  if r.attempts >= r.max then
    fail(q, id, r)
    return false
  end
  if r.cancelled == '1' then
    drop(q, id, r, isSettled)
    return true
  end
  bump(q, 'retries')
  if r.attempts == 1 then
    bump(q, 'retried')
  end
  again(q, id, r, delay)
  return false
end

-- A job in a line without a record that can be read: among the failed, with a record made anew.
local function setAside(q, z, member, id)
  takeFrom(q, z, member)
  if #id == 36 then
    local r = {
      state = 'X', queue = q.name, priority = 0, max = 1, attempts = 0, snoozes = 0, token = lastToken,
      place = string.rep('0', 16), since = now, cancelled = '0', node = '-', taken = now, size = 0, key = '' }
    records[id], changed[id] = r, r
    spend(id, r, 'bury', 'the record of this job could not be read')
    addTo(q, 'x', now, id)
  else
    bump(q, 'removed')
  end
  q.hasLeft = true
end

-- Promotes what is due and rescues what ran out, at most so many of both and of each. Answers both.
local function move(q, most, all)
  local promoted, rescued = 0, 0
  if q.size.d > 0 then
    local due = redis.call('ZRANGEBYSCORE', q.key .. 'd', '-inf', now, 'WITHSCORES', 'LIMIT', 0, math.min(most, all))
    local ids = {}
    for i = 1, #due, 2 do
      ids[#ids + 1] = string.sub(due[i], 17)
    end
    load(ids)
    for i = 1, #ids do
      local id, member = ids[i], due[2 * i - 1]
      local r = records[id]
      if r and r.state == 'D' and r.queue == q.name and r.place .. id == member then
        detach(q, id, r)
        makeReady(q, id, r, tonumber(due[2 * i]))
      else
        setAside(q, 'd', member, id)
      end
      promoted = promoted + 1
    end
  end
  local left = math.min(most, all - promoted)
  if q.size.l > 0 and left > 0 then
    local ids = redis.call('ZRANGEBYSCORE', q.key .. 'l', '-inf', now, 'LIMIT', 0, left)
    load(ids)
    for i = 1, #ids do
      local id = ids[i]
      local r = records[id]
      if r and r.state == 'L' and r.queue == q.name then
        detach(q, id, r)
        bump(q, 'rescued')
        spend(id, r, 'rescue', '')
        tryAgain(q, id, r, 0, false)
      else
        setAside(q, 'l', id, id)
      end
      rescued = rescued + 1
    end
  end
  return promoted, rescued
end

-- Whether a leader of a newer term has been here; else the term is the newest from now on.
local function isStale(term)
  if term == '0' or term == newestTerm then
    return false
  end
  if #term < #newestTerm or (#term == #newestTerm and term < newestTerm) then
    return true
  end
  newestTerm = term
  newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'term', term
  return false
end

-- ---- the end of a script: sends what was gathered

-- Two hashes take turns, so that nothing has to be looked for to be forgotten.
local function remember(name)
  local list = memory[name]
  if #list == 0 then
    return
  end
  local key = PREFIX .. name
  local size = memorySize[name]
  local isOld = now - memoryAt[name] > MEMORY_MICROS
  if size > 0 and (isOld or size >= MEMORY_ENTRIES) then
    redis.call('UNLINK', key .. '2')
    redis.call('RENAME', key, key .. '2')
    size = 0
  end
  if size == 0 then
    newMeta[#newMeta + 1], newMeta[#newMeta + 2] = name .. 'At', digits(now)
  end
  write('HSET', key, list)
  redis.call('PEXPIRE', key, MEMORY_EXPIRY_MS)
end

local function writeHistory()
  local ids = {}
  for id in pairs(spent) do
    ids[#ids + 1] = id
  end
  if #ids == 0 then
    return
  end
  local old, list = hmget(HIST, ids), {}
  for i = 1, #ids do
    local entries, at, text = {}, 1, old[i] or ''
    while at <= #text do
      local length, behind = string.match(text, '^%d+ %d+ %S+ %a+ (%d+)\n()', at)
      if not length then
        break
      end
      entries[#entries + 1] = string.sub(text, at, behind + length - 1)
      at = behind + length
    end
    for _, entry in ipairs(spent[ids[i]]) do
      entries[#entries + 1] = entry
    end
    list[#list + 1] = ids[i]
    list[#list + 1] = table.concat(entries, '', math.max(1, #entries - MAX_HISTORY + 1))
  end
  write('HSET', HIST, list)
end

local function tellHints(q)
  if q.n.wait > 0 and q.n.paused == 0 then
    if q.isReady and q.size.r > 0 then
      redis.call('PUBLISH', CHANNEL, 'ready ' .. q.name .. ' 0')
      set(q, 'wait', 0)
    elseif q.soonest and q.soonest < q.n.wait then
      redis.call('PUBLISH', CHANNEL, 'ready ' .. q.name .. ' ' .. digits(q.soonest - now))
      set(q, 'wait', q.soonest)
    end
  end
  if q.hasLeft and q.n.full == 1 and (q.n.bound == 0 or inLine(q) < q.n.bound) then
    redis.call('PUBLISH', CHANNEL, 'room ' .. q.name)
    set(q, 'full', 0)
  end
  q.isReady, q.soonest, q.hasLeft = false, nil, false
end

-- A claim got less than it wanted: the next job that becomes ready shall bring a hint. Answers when
-- that will be by time alone, or NEVER. Call after tellHints: those who waited before are told first.
local function wait(q)
  local at = moment(q)
  set(q, 'wait', math.max(at, 1))
  return at
end

local function writeCounters(q)
  local list = {}
  for field in pairs(q.dirty) do
    list[#list + 1] = field
    list[#list + 1] = digits(q.n[field])
  end
  if #list > 0 then
    redis.call('HSET', q.key .. 'c', unpack(list))
  end
end

local function finish()
  local list = {}
  for id, r in pairs(changed) do
    list[#list + 1] = id
    list[#list + 1] = encode(r)
  end
  write('HSET', STATE, list)
  if #dropped > 0 then
    write('HDEL', STATE, dropped)
    write('HDEL', BODY, dropped)
    write('HDEL', HIST, dropped)
  end
  for i = 1, #opened do
    local q = opened[i]
    flush(q)
    write('HDEL', q.key .. 'u', q.undo)
    write('HSET', q.key .. 'u', q.take)
    tellHints(q)
    writeCounters(q)
  end
  writeHistory()
  remember('over')
  remember('gone')
  if now > (tonumber(meta[1]) or 0) and (#list > 0 or #dropped > 0 or #newMeta > 0) then
    newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'now', digits(now)
  end
  write('HSET', META, newMeta)
end

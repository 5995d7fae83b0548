-- Queues: their lines, counters and flags, and who waits for them.

local FIELDS = {
  'seq', 'pushed', 'completed', 'removed', 'retried', 'retries', 'snoozed', 'rescued',
  'paused', 'bound', 'last', 'created', 'wait', 'full' }
local ZSETS = { 'r', 'd', 'l', 'x' }

local queues = {} -- name -> queue
local opened = {} -- queues in the order of their opening

local function open(name)
  local q = queues[name]
  if q then
    return q
  end
  local key, n = PREFIX .. 'q:' .. name .. ':', {}
  local values = call('HMGET', key .. 'c', unpack(FIELDS))
  for i = 1, #FIELDS do
    n[FIELDS[i]] = values[i] and tonumber(values[i]) or 0
  end
  -- add, del: what is to be written to the lines. heads: so many go from the head of the ready.
  q = {
    name = name, key = key, n = n, dirty = {}, add = {}, del = {}, heads = 0,
    size = {
      r = call('ZCARD', key .. 'r'), d = call('ZCARD', key .. 'd'), l = call('ZCARD', key .. 'l'),
      x = call('ZCARD', key .. 'x') } }
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
  q.n[field] = q.n[field] + 1
  q.dirty[field] = true
end

-- The list under a name of a table, which is made when there is none yet.
local function listIn(from, name)
  local list = from[name]
  if not list then
    list = {}
    from[name] = list
  end
  return list
end

local function addTo(q, z, score, member)
  local list = listIn(q.add, z)
  list[#list + 1] = score
  list[#list + 1] = member
  q.size[z] = q.size[z] + 1
end

local function takeFrom(q, z, member)
  local list = listIn(q.del, z)
  list[#list + 1] = member
  q.size[z] = q.size[z] - 1
end

-- Sends what was gathered for the lines of the queue, so that they can be read again.
local function flush(q)
  if q.heads > 0 then
    call('ZREMRANGEBYRANK', q.key .. 'r', 0, q.heads - 1)
    q.heads = 0
  end
  for i = 1, #ZSETS do
    local z = ZSETS[i]
    if q.del[z] then
      write('ZREM', q.key .. z, q.del[z])
      q.del[z] = nil
    end
    if q.add[z] then
      write('ZADD', q.key .. z, q.add[z])
      q.add[z] = nil
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
      at = tonumber(call('ZRANGE', q.key .. 'd', 0, 0, 'WITHSCORES')[2]) or at
    end
    if q.size.l > 0 then
      at = math.min(at, tonumber(call('ZRANGE', q.key .. 'l', 0, 0, 'WITHSCORES')[2]) or at)
    end
  end
  return at
end

local function tellHints(q)
  if q.n.wait > 0 and q.n.paused == 0 then
    if q.isReady and q.size.r > 0 then
      call('PUBLISH', CHANNEL, 'ready ' .. q.name .. ' 0')
      set(q, 'wait', 0)
    elseif q.soonest and q.soonest < q.n.wait then
      call('PUBLISH', CHANNEL, 'ready ' .. q.name .. ' ' .. digits(q.soonest - now))
      set(q, 'wait', q.soonest)
    end
  end
  if q.hasLeft and q.n.full == 1 and (q.n.bound == 0 or inLine(q) < q.n.bound) then
    call('PUBLISH', CHANNEL, 'room ' .. q.name)
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
  write('HSET', q.key .. 'c', list)
end

-- All that is written for the queues.
local function writeQueues()
  for i = 1, #opened do
    local q = opened[i]
    flush(q)
    write('HDEL', q.key .. 'u', q.undo)
    write('HSET', q.key .. 'u', q.take)
    tellHints(q)
    writeCounters(q)
  end
end

-- Jobs as they were read, and the arrows: each moves one job and its counters.

local MAX_HISTORY = 20
local lastToken = tonumber(meta[2] or 0) or 0

local records = {} -- id -> record; false when there is none that can be read
local changed = {} -- id -> record to be written
local states = {} -- id, text, ...: records to be written that are text already
local dropped = {} -- ids whose job is gone
local told = {} -- those of them that have a history
local spent = {} -- id -> list of history entries to add
local isSpent = false
local gone = {} -- ids, each with '': what was removed and is to be remembered

-- What is written later and not read before: looked at for its type.
call('HLEN', BODY)
call('HLEN', HIST)

-- The queue of a job that may leave it, and give its unique key back.
local function openFor(name, hasKey)
  local q = open(name)
  if hasKey and not q.isLookedAt then
    q.isLookedAt = true
    call('HLEN', q.key .. 'u')
  end
  return q
end

-- Notes the record of a job and opens its queue.
local function take(id, text)
  local r = text and decode(text)
  records[id] = r or false
  if r then
    openFor(r.queue, r.key ~= '')
  end
end

-- Reads the records of these jobs.
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
    take(missing[i], texts[i])
  end
end

-- Takes the job out of the line in which it stands.
local function detach(q, id, r)
  local z = ZSET_OF[r.state]
  takeFrom(q, z, (z == 'r' or z == 'd') and r.place .. id or id)
end

local function nextPlace(q, r)
  bump(q, 'seq')
  r.place = digits16(q.n.seq)
end

local function makeReady(q, id, r, since)
  nextPlace(q, r)
  r.state, r.since = 'R', since
  addTo(q, 'r', digits(0 - r.priority), r.place .. id)
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
  addTo(q, 'd', digits(r.since), r.place .. id)
  changed[id] = r
  q.soonest = math.min(q.soonest or NEVER, r.since)
end

-- The job, detached, is gone. Remembered by the caller when a settlement did it.
local function forgetJob(q, id, r, isSettled)
  if r.key ~= '' and r.state ~= 'X' then
    local list = listIn(q, 'undo')
    list[#list + 1] = r.key
  end
  if r.hasHistory ~= '0' then
    told[#told + 1] = id
  end
  records[id], changed[id], spent[id] = false, nil, nil
  dropped[#dropped + 1] = id
  if not isSettled then
    gone[#gone + 1], gone[#gone + 2] = id, ''
  end
  q.hasLeft = true
end

local function drop(q, id, r, isSettled)
  bump(q, 'removed')
  forgetJob(q, id, r, isSettled)
end

local function fail(q, id, r)
  if r.key ~= '' then
    local list = listIn(q, 'undo')
    list[#list + 1] = r.key
  end
  r.state, r.cancelled = 'X', '0'
  addTo(q, 'x', digits(now), id)
  changed[id] = r
  q.hasLeft = true
end

local function spend(id, r, verb, failure)
  r.attempts, r.hasHistory, isSpent = r.attempts + 1, '1', true
  local list = listIn(spent, id)
  list[#list + 1] = format('%d %s %s %s %d\n', r.attempts, digits(now), r.node, verb, #failure) .. failure
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

-- A job that has been taken out of a line, without a record that can be read: among the failed, with
-- a record made anew.
local function setAside(q, id)
  if #id == 36 then
    local r = {
      state = 'X', queue = q.name, priority = 0, max = 1, attempts = 0, snoozes = 0, token = digits16(lastToken),
      place = digits16(0), since = now, cancelled = '0', node = '-', taken = digits16(now), size = 0, key = '' }
    records[id], changed[id] = r, r
    spend(id, r, 'bury', 'the record of this job could not be read')
    addTo(q, 'x', digits(now), id)
  else
    bump(q, 'removed')
  end
  q.hasLeft = true
end

-- Promotes what is due and rescues what ran out, at most so many of both and of each. Answers both.
local function move(q, most, all)
  local promoted, rescued = 0, 0
  if q.size.d > 0 then
    local due = call('ZRANGEBYSCORE', q.key .. 'd', '-inf', digits(now), 'WITHSCORES', 'LIMIT', 0, math.min(most, all))
    local ids = {}
    for i = 1, #due, 2 do
      ids[#ids + 1] = sub(due[i], 17)
    end
    load(ids)
    for i = 1, #ids do
      local id, member = ids[i], due[2 * i - 1]
      local r = records[id]
      if r and r.state == 'D' and r.queue == q.name and r.place .. id == member then
        detach(q, id, r)
        makeReady(q, id, r, tonumber(due[2 * i]))
      else
        takeFrom(q, 'd', member)
        setAside(q, id)
      end
      promoted = promoted + 1
    end
  end
  local left = math.min(most, all - promoted)
  if q.size.l > 0 and left > 0 then
    local ids = call('ZRANGEBYSCORE', q.key .. 'l', '-inf', digits(now), 'LIMIT', 0, left)
    load(ids)
    for i = 1, #ids do
      local id = ids[i]
      local r = records[id]
      takeFrom(q, 'l', id)
      if r and r.state == 'L' and r.queue == q.name then
        bump(q, 'rescued')
        spend(id, r, 'rescue', '')
        tryAgain(q, id, r, 0, false)
      else
        setAside(q, id)
      end
      rescued = rescued + 1
    end
  end
  return promoted, rescued
end

-- Whether a leader of a newer term has been here; else the term is the newest from now on. Terms are
-- text: they may have 64 bits. Answers the newer one.
local function newerTerm(term)
  local newest = string.match(meta[3] or '', '^%d+$') or '0'
  if term == '0' or term == newest then
    return nil
  end
  if #term < #newest or (#term == #newest and term < newest) then
    return newest
  end
  newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'term', term
  return nil
end

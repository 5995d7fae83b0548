-- Adds jobs, all or none of the new ones.
-- KEYS   [1] prefix
-- ARGV   jobs in their order, those side by side that are alike in groups. Per group 6: queue, priority,
--        maxAttempts, delay in micros, 1 when they have unique keys or 0, their ids of 36 characters each;
--        then the bodies, each behind its unique key when they have some
-- Answer [1] one letter per job: A added, F full, D duplicate, then per duplicate the id of which
-- Cost   O(jobs * log(backlog)); commands by queue, not by job
-- Without the flag allow-oom: refused by the server, before anything is written, when memory is full.

local ids, keys, bodies, groups, n, at = {}, {}, {}, {}, 0, 1 -- keys: none for jobs without one
while ARGV[at] do
  local q, hasKeys, batch = open(ARGV[at]), ARGV[at + 4] == '1', ARGV[at + 5]
  local count, first = #batch / 36, n + 1
  at = at + 6
  groups[#groups + 1] = {
    q = q, first = first, last = n + count, priority = tonumber(ARGV[at - 5]), max = tonumber(ARGV[at - 4]),
    delay = tonumber(ARGV[at - 3]) }
  for i = 1, count do
    n = n + 1
    ids[n] = sub(batch, 36 * i - 35, 36 * i)
    if hasKeys then
      local asked = listIn(q, 'asked')
      asked[#asked + 1] = ARGV[at]
      keys[n] = ARGV[at]
      at = at + 1
    end
    bodies[n] = ARGV[at]
    at = at + 1
  end
end

-- Which ids are taken: jobs that live, that were settled, that were removed. Without such jobs nobody asks.
local isTaken = hmget(STATE, ids)
for _, name in ipairs({ 'over', 'over2', 'gone', 'gone2' }) do
  if call('HLEN', PREFIX .. name) > 0 then
    local found = hmget(PREFIX .. name, ids)
    for i = 1, n do
      isTaken[i] = isTaken[i] or found[i]
    end
  end
end

-- Who holds the unique keys, one question per queue.
for i = 1, #opened do
  local q = opened[i]
  q.holders, q.coming = {}, 0
  if q.asked then
    local holders = hmget(q.key .. 'u', q.asked)
    for k = 1, #holders do
      q.holders[q.asked[k]] = holders[k] or nil
    end
  end
end

-- What is a duplicate, of jobs that were there or of this put, and whether there is room for the rest.
local answers, others, fresh, takers = {}, {}, {}, {}
for g = 1, #groups do
  local group = groups[g]
  local q, coming = group.q, 0
  local holders, taken = q.holders, listIn(takers, q.name) -- taken: unique key -> id, by this put
  for i = group.first, group.last do
    local id, key = ids[i], keys[i]
    local other = (isTaken[i] or fresh[id]) and id or (key and (holders[key] or taken[key]))
    if other then
      answers[i] = 'D'
      others[i] = other
    else
      answers[i] = 'A'
      fresh[id] = true
      coming = coming + 1
      if key then
        taken[key] = id
      end
    end
  end
  q.coming = q.coming + coming
end

local function answer()
  local all = { table.concat(answers) }
  for i = 1, n do
    if answers[i] == 'D' then
      all[#all + 1] = others[i]
    end
  end
  return all
end

local hasRoom = true
for i = 1, #opened do
  local q = opened[i]
  if q.coming > 0 and q.n.bound > 0 and inLine(q) + q.coming > q.n.bound then
    hasRoom = false
  end
end

-- Full are all but those that are duplicates of what was there before.
if not hasRoom then
  for g = 1, #groups do
    local group = groups[g]
    for i = group.first, group.last do
      if not (isTaken[i] or (keys[i] and group.q.holders[keys[i]])) then
        answers[i] = 'F'
        set(group.q, 'full', 1)
      end
    end
  end
  for i = 1, #opened do
    writeCounters(opened[i])
  end
  return answer()
end

-- Jobs of a group differ by id, place, size and key alone: the rest of their records is made once.
local toBody, toState, names, sizes, b = {}, {}, {}, {}, 0
local function add(group)
  local q, isDelayed = group.q, group.delay > 0
  local since = isDelayed and now + group.delay or now
  local state, score = isDelayed and 'D' or 'R', isDelayed and digits(since) or digits(0 - group.priority)
  local blank = digits16(0)
  local head = pack(BEGINNING, 1, '-', state, '0', blank, blank) .. pack('>c1Bc0', '0', #q.name, q.name)
  local tail = pack('>dI4I4I4h', since, 0, 0, group.max, group.priority)
  local line, seq = listIn(q.add, isDelayed and 'd' or 'r'), q.n.seq
  local l = #line
  for i = group.first, group.last do
    if answers[i] == 'A' then
      local id, key, body = ids[i], keys[i], bodies[i]
      seq = seq + 1
      local high, low = halves(seq) -- of the place
      local size = sizes[#body]
      if not size then
        size = pack('>I4', #body)
        sizes[#body] = size
      end
      toBody[b + 1], toBody[b + 2] = id, body
      toState[b + 1], toState[b + 2] = id, head .. high .. low .. tail .. size .. (key or '')
      line[l + 1], line[l + 2] = score, high .. low .. id
      b, l = b + 2, l + 2
      if key then
        local take = listIn(q, 'take')
        take[#take + 1] = key
        take[#take + 1] = id
      end
    end
  end
  local added = seq - q.n.seq
  if added == 0 then
    return
  end
  set(q, 'seq', seq)
  set(q, 'pushed', q.n.pushed + added)
  set(q, 'last', now)
  if q.n.created == 0 then
    set(q, 'created', now)
    names[#names + 1] = q.name
  end
  if isDelayed then
    q.size.d = q.size.d + added
    q.soonest = math.min(q.soonest or NEVER, since)
  else
    q.size.r = q.size.r + added
    q.isReady = true
  end
end
for g = 1, #groups do
  add(groups[g])
end
if b > 0 then
  if #names > 0 then
    call('SCARD', QUEUES) -- for its type
  end
  -- The first write: with memory full it is refused, and so is the rest.
  write('HSET', BODY, toBody)
  write('SADD', QUEUES, names)
  write('HSET', STATE, toState)
  writeQueues()
  writeMeta(true)
end
return answer()

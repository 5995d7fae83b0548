-- Adds jobs, all or none of the new ones.
-- KEYS   [1] prefix
-- ARGV   jobs in their order, those side by side that are alike in groups. Per group 5: how many jobs,
--        queue, priority, maxAttempts, delay in micros; then per job 3: id, unique key or '', body
-- Answer [1] one letter per job: A added, F full, D duplicate, then per duplicate the id of which
-- Cost   O(jobs * log(backlog)); commands by queue, not by job
-- Without the flag allow-oom: refused by the server, before anything is written, when memory is full.

local ids, groups, n, at = {}, {}, 0, 1
while ARGV[at] do
  local count, q = tonumber(ARGV[at]), open(ARGV[at + 1])
  groups[#groups + 1] = {
    q = q, first = n + 1, last = n + count, priority = tonumber(ARGV[at + 2]), max = tonumber(ARGV[at + 3]),
    delay = tonumber(ARGV[at + 4]), at = at + 5 }
  for k = at + 5, at + 2 + 3 * count, 3 do
    n = n + 1
    ids[n] = ARGV[k]
    if ARGV[k + 1] ~= '' then
      local asked = listIn(q, 'asked')
      asked[#asked + 1] = ARGV[k + 1]
    end
  end
  at = at + 5 + 3 * count
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
local answers, others, fresh, claimedKeys, hasRoom = {}, {}, {}, {}, true
for g = 1, #groups do
  local group = groups[g]
  local q, holders, k = group.q, group.q.holders, group.at
  local keys = listIn(claimedKeys, q.name)
  for i = group.first, group.last do
    local id, key = ids[i], ARGV[k + 1]
    local other = (isTaken[i] or fresh[id]) and id or (key ~= '' and (holders[key] or keys[key]))
    if other then
      answers[i] = 'D'
      others[i] = other
    else
      answers[i] = 'A'
      fresh[id] = true
      q.coming = q.coming + 1
      if key ~= '' then
        keys[key] = id
      end
    end
    k = k + 3
  end
end
for i = 1, #opened do
  local q = opened[i]
  if q.coming > 0 and q.n.bound > 0 and inLine(q) + q.coming > q.n.bound then
    hasRoom = false
  end
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

-- Full are all but those that are duplicates of what was there before.
if not hasRoom then
  for g = 1, #groups do
    local group = groups[g]
    for i = group.first, group.last do
      local key = ARGV[group.at + 3 * (i - group.first) + 1]
      if not (isTaken[i] or (key ~= '' and group.q.holders[key])) then
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
local bodies, states, names, sizes, b = {}, {}, {}, {}, 0
local function add(group)
  local q, k, isDelayed = group.q, group.at, group.delay > 0
  local since = isDelayed and now + group.delay or now
  local state, score = isDelayed and 'D' or 'R', isDelayed and digits(since) or digits(0 - group.priority)
  local blank = digits16(0)
  local head = pack(BEGINNING, 1, '-', state, '0', blank, blank) .. pack('>c1Bc0', '0', #q.name, q.name)
  local tail = pack('>dI4I4I4h', since, 0, 0, group.max, group.priority)
  local line, seq, l = listIn(q.add, isDelayed and 'd' or 'r'), q.n.seq, 0
  l = #line
  for i = group.first, group.last do
    if answers[i] == 'A' then
      local id, key, body = ids[i], ARGV[k + 1], ARGV[k + 2]
      seq = seq + 1
      local place, size = format(DIGITS16, seq), sizes[#body]
      if not size then
        size = pack('>I4', #body)
        sizes[#body] = size
      end
      bodies[b + 1], bodies[b + 2] = id, body
      states[b + 1], states[b + 2] = id, head .. place .. tail .. size .. key
      line[l + 1], line[l + 2] = score, place .. id
      b, l = b + 2, l + 2
      if key ~= '' then
        local take = listIn(q, 'take')
        take[#take + 1] = key
        take[#take + 1] = id
      end
    end
    k = k + 3
  end
  local added = seq - q.n.seq
  if added > 0 then
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
end
for g = 1, #groups do
  add(groups[g])
end
if b > 0 then
  if #names > 0 then
    call('SCARD', QUEUES)
  end
  -- The first write: with memory full it is refused, and so is the rest.
  write('HSET', BODY, bodies)
  write('SADD', QUEUES, names)
  write('HSET', STATE, states)
  writeQueues()
  writeMeta(true)
end
return answer()

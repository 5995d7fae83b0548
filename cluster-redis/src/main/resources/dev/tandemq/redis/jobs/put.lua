-- Adds jobs, all or none of the new ones.
-- KEYS   [1] prefix
-- ARGV   per job 7: id, queue, priority, maxAttempts, delay in micros, unique key or '', body
-- Answer per job: 'A' added, 'F' full, or the id that it is a duplicate of
-- Cost   O(jobs * log(backlog)); commands by queue, not by job
-- Without the flag allow-oom: refused by the server, before anything is written, when memory is full.

local WIDTH = 7
local ids, asked = {}, {}
for i = 1, #ARGV, WIDTH do
  ids[#ids + 1] = ARGV[i]
end
local living = hmget(STATE, ids)
local over, over2 = hmget(PREFIX .. 'over', ids), hmget(PREFIX .. 'over2', ids)
local gone, gone2 = hmget(PREFIX .. 'gone', ids), hmget(PREFIX .. 'gone2', ids)

-- Who holds the unique keys, one question per queue.
for i = 1, #ids do
  local at = (i - 1) * WIDTH
  local q = open(ARGV[at + 2])
  q.asked, q.holders = q.asked or {}, q.holders or {}
  if ARGV[at + 6] ~= '' then
    q.asked[#q.asked + 1] = ARGV[at + 6]
  end
end
for i = 1, #opened do
  local q = opened[i]
  local holders = hmget(q.key .. 'u', q.asked)
  for k = 1, #holders do
    q.holders[q.asked[k]] = holders[k] or nil
  end
  q.before = {}
  for key, id in pairs(q.holders) do
    q.before[key] = id
  end
end

-- First pass: what is a duplicate, and whether there is room for the rest.
local answers, isNew, fresh = {}, {}, {}
for i = 1, #ids do
  local id, at = ids[i], (i - 1) * WIDTH
  local q, key = open(ARGV[at + 2]), ARGV[at + 6]
  if living[i] or over[i] or over2[i] or gone[i] or gone2[i] or fresh[id] then
    answers[i] = id
  elseif key ~= '' and q.holders[key] then
    answers[i] = q.holders[key]
  else
    isNew[i], fresh[id] = true, true
    q.coming = (q.coming or 0) + 1
    if key ~= '' then
      q.holders[key] = id
    end
  end
end
local hasRoom = true
for i = 1, #opened do
  local q = opened[i]
  if q.coming and q.n.bound > 0 and inLine(q) + q.coming > q.n.bound then
    hasRoom = false
  end
end

if not hasRoom then
  for i = 1, #ids do
    local at = (i - 1) * WIDTH
    local q, key = open(ARGV[at + 2]), ARGV[at + 6]
    local isTaken = living[i] or over[i] or over2[i] or gone[i] or gone2[i]
    if isTaken then
      answers[i] = ids[i]
    elseif key ~= '' and q.before[key] then
      answers[i] = q.before[key]
    else
      answers[i] = 'F'
      set(q, 'full', 1)
    end
  end
  for i = 1, #opened do
    writeCounters(opened[i])
  end
  return answers
end

local bodies, names = {}, {}
for i = 1, #ids do
  if isNew[i] then
    local id, at = ids[i], (i - 1) * WIDTH
    local q, key, body = open(ARGV[at + 2]), ARGV[at + 6], ARGV[at + 7]
    bodies[#bodies + 1] = id
    bodies[#bodies + 1] = body
    local r = {
      queue = q.name, priority = tonumber(ARGV[at + 3]), max = tonumber(ARGV[at + 4]), attempts = 0,
      snoozes = 0, token = 0, cancelled = '0', node = '-', taken = 0, size = #body, key = key }
    if key ~= '' then
      q.take[#q.take + 1] = key
      q.take[#q.take + 1] = id
    end
    bump(q, 'pushed')
    set(q, 'last', now)
    if q.n.created == 0 then
      set(q, 'created', now)
      names[#names + 1] = q.name
    end
    again(q, id, r, tonumber(ARGV[at + 5]))
    answers[i] = 'A'
  end
end
if #bodies > 0 then
  -- The first write: with memory full it is refused, and so is the rest.
  write('HSET', BODY, bodies)
  write('SADD', QUEUES, names)
  finish()
end
return answers

-- Settles claims, then claims jobs, in one step.
-- KEYS   [1] prefix
-- ARGV   [1] want  [2] lease in micros  [3] node  [4] number of settlements
--        then per settlement 3: id, token, arrow; and behind R, B, L and S 2 more: delay in micros, failure
--        then the queues to claim in, in order
--        arrows: C complete, R retry, B bury, L release, S snooze, H hand back, D discard
-- Answer [1] one letter per settlement: A applied, M removed, L lost
--        [2] per claim 6: id, body, token, attempt, snoozes, micros waited
--        [3] 1 when another claim would find something  [4] end of the leases
--        [5] per queue that gave less than was wanted 2: its name, micros until time may bring more
--            (-1 when time brings none)
-- Cost   O((settlements + claims) * log(backlog)); commands by queue, not by job. What time moves is
--        bounded: at most want + 64 (at least 100) due and as many overdue jobs per queue.
--
-- over keeps answers for those who lost them: for a job that is gone id -> 'token arrow answer', for
-- one that lives on token -> 'id arrow answer' (tokens are unique in a namespace).

local ANSWER_BYTES = 33554432 -- most bodies in one answer, beyond the first
local want, lease, node, settles = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local VERBS = { R = 'retry', L = 'release', B = 'bury' }
local IS_LONG = { R = true, B = true, L = true, S = true } -- arrows with a delay and a failure

local ids, tokens, arrows, delays, at = {}, {}, {}, {}, 5
for i = 1, settles do
  local token, arrow = ARGV[at + 1], ARGV[at + 2]
  ids[i], tokens[i], arrows[i] = ARGV[at], #token == 16 and token or digits16(tonumber(token)), arrow
  if IS_LONG[arrow] then
    delays[i] = at + 3
    at = at + 5
  else
    at = at + 3
  end
end
local firstQueue = at

-- Which claims are held, by the queue of the job, with what one needs to know to complete it: most are
-- completed, and of those no more is read. What is remembered of the others.
local held, keys, histories, known, asked = {}, {}, {}, {}, {}
local texts = hmget(STATE, ids)
for i = 1, settles do
  local text = texts[i] or ''
  local ok, _, state, _, token, _, _, _, hasHistory, _, _, _, _, _, queue, rest = fields(text)
  if ok and state == 'L' and token == tokens[i] then
    held[i], keys[i], histories[i] = openFor(queue, #text >= rest), sub(text, rest), hasHistory
  else
    asked[#asked + 1] = ids[i]
    asked[#asked + 1] = tokens[i]
  end
end
local recent, older = hmget(PREFIX .. 'over', asked), hmget(PREFIX .. 'over2', asked)
for i = 1, #asked do
  known[asked[i]] = recent[i] or older[i] or nil
end
for i = firstQueue, #ARGV do
  open(ARGV[i])
end

local function answerOf(id, token, arrow)
  local gone, lives = known[id], known[token]
  local prefix = token .. ' ' .. arrow .. ' '
  if gone and sub(gone, 1, #prefix) == prefix then
    return sub(gone, #prefix + 1)
  end
  prefix = id .. ' ' .. arrow .. ' '
  if lives and sub(lives, 1, #prefix) == prefix then
    return sub(lives, #prefix + 1)
  end
  return 'L'
end

-- The record of a claim that is still held after what was settled before it, or false.
local function holds(i)
  local r = records[ids[i]]
  if r == nil and held[i] then
    r = decode(texts[i])
    records[ids[i]] = r
  end
  return r and r.state == 'L' and r.token == tokens[i] and r
end

-- The arrow C, of a claim that is held and was not moved before.
local function complete(i)
  local q, id = held[i], ids[i]
  takeFrom(q, 'l', id)
  bump(q, 'completed')
  if keys[i] ~= '' then
    local list = listIn(q, 'undo')
    list[#list + 1] = keys[i]
  end
  if histories[i] ~= '0' then
    told[#told + 1] = id
  end
  records[id], q.hasLeft = false, true
  dropped[#dropped + 1] = id
end

-- Takes any other arrow; answers whether the job is gone. The caller has compared the token.
local function settle(q, id, r, arrow, delay, failure)
  detach(q, id, r)
  if arrow == 'D' or (r.cancelled == '1' and (arrow == 'S' or arrow == 'H')) then
    drop(q, id, r, true)
    return true
  end
  if arrow == 'S' then
    bump(q, 'snoozed')
    r.snoozes = r.snoozes + 1
    again(q, id, r, delay)
    return false
  end
  if arrow == 'H' then
    r.state = 'R'
    addTo(q, 'r', digits(0 - r.priority), r.place .. id)
    changed[id] = r
    q.isReady = true
    return false
  end
  spend(id, r, VERBS[arrow], failure)
  if arrow == 'B' then
    fail(q, id, r)
    return false
  end
  return tryAgain(q, id, r, delay, true)
end

local settled, o = {}, 0
for i = 1, settles do
  local id, token, arrow = ids[i], tokens[i], arrows[i]
  local field, value, letter
  if arrow == 'C' and held[i] and records[id] == nil then
    complete(i)
    field, value, letter = id, token .. ' C A', 'A'
  else
    local r = holds(i)
    if r then
      local k = delays[i]
      local isGone = settle(open(r.queue), id, r, arrow, k and tonumber(ARGV[k]), k and ARGV[k + 1])
      letter = (isGone and arrow ~= 'C' and arrow ~= 'D') and 'M' or 'A'
      field, value = isGone and id or token, (isGone and token or id) .. ' ' .. arrow .. ' ' .. letter
    else
      letter = answerOf(id, token, arrow)
    end
  end
  if field then
    known[field] = value
    over[o + 1], over[o + 2] = field, value
    o = o + 2
  end
  settled[i] = letter
end

-- ---- claims

local claimed, claims, c, bytes, isWide = {}, {}, 0, 0, true -- isWide: the answer has room
local leaseUntil, taken = digits(now + lease), digits16(now)
local head = pack('>Bc0', #node, node) .. 'L0' -- of a record that is claimed, before the token

-- Hands out a job at the head of the ready. Its record is text, or a table when this script has moved it.
local function grant(q, id, r, rest, attempts, snoozes, since)
  lastToken = math.max(lastToken + 1, clock)
  local token = digits16(lastToken)
  if r then
    r.state, r.token, r.node, r.taken, r.cancelled = 'L', token, node, taken, '0'
    changed[id] = r
  else
    local n = #states
    states[n + 1], states[n + 2] = id, head .. token .. taken .. rest
  end
  addTo(q, 'l', leaseUntil, id)
  claimed[#claimed + 1] = id
  claims[c + 1], claims[c + 2], claims[c + 3] = id, '', lastToken
  claims[c + 4], claims[c + 5], claims[c + 6] = attempts + 1, snoozes, math.max(0, now - since)
  c = c + 6
end

local function claimIn(q)
  local most, before = want - #claimed, #claimed
  -- What was settled has left its line before time is asked about it.
  flush(q)
  local limit = math.max(100, most + 64)
  move(q, limit, 2 * limit)
  if q.n.paused ~= 0 or q.size.r <= 0 then
    return
  end
  flush(q)
  local members = call('ZRANGE', q.key .. 'r', 0, most - 1)
  local found = {}
  for i = 1, #members do
    found[i] = sub(members[i], 17)
  end
  local texts = hmget(STATE, found)
  for i = 1, #found do
    local id, text = found[i], texts[i] or ''
    local r = records[id]
    local ok, by, state, _, _, _, place, since, _, attempts, snoozes, _, _, size, queue = fields(text)
    since = ok and tonumber(since)
    if r then
      state, place, since, size, queue = r.state, r.place, r.since, r.size, r.queue
      attempts, snoozes = r.attempts, r.snoozes
    end
    if not (since and state == 'R' and queue == q.name and place .. id == members[i]) then
      setAside(q, id)
    elseif #claimed > 0 and bytes + size > ANSWER_BYTES then
      isWide = false
      break
    else
      bytes = bytes + size
      grant(q, id, r, r or sub(text, #by + REST), attempts, snoozes, since)
    end
    q.heads = q.heads + 1
  end
  q.size.r = q.size.r - q.heads
  if #claimed > before then
    q.soonest = math.min(q.soonest or NEVER, now + lease)
  end
end

local waiting = {}
for i = firstQueue, #ARGV do
  if isWide and #claimed < want then
    local q = queues[ARGV[i]]
    claimIn(q)
    if isWide and #claimed < want then
      waiting[#waiting + 1] = q
    end
  end
end

if #claimed > 0 then
  newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'tok', digits(lastToken)
  local bodies = hmget(BODY, claimed)
  for i = 1, #claimed do
    claims[6 * i - 4] = bodies[i] or ''
  end
end

-- ---- who waits, and the rest

for i = 1, #opened do
  flush(opened[i])
  tellHints(opened[i])
end
local waits = {}
for i = 1, #waiting do
  local at = wait(waiting[i])
  waits[2 * i - 1] = waiting[i].name
  waits[2 * i] = at == NEVER and -1 or math.max(0, at - now)
end
local more = 0
for i = firstQueue, #ARGV do
  local q = queues[ARGV[i]]
  if more == 0 and q.n.paused == 0 and (q.size.r > 0 or moment(q) <= now) then
    more = 1
  end
end
finish()
return { table.concat(settled), claims, more, now + lease, waits }

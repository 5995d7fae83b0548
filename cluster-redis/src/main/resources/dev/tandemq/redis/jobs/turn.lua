-- Settles claims, then claims jobs, in one step.
-- KEYS   [1] prefix
-- ARGV   [1] want  [2] lease in micros  [3] node  [4] number of settlements
--        then per settlement 5: id, token, arrow, delay in micros, failure
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

local ids = {}
for i = 1, settles do
  ids[i] = ARGV[5 * i]
end
load(ids)
for i = 5 + 5 * settles, #ARGV do
  open(ARGV[i])
end

local function holds(id, token)
  local r = records[id]
  return r and r.state == 'L' and r.token == token and r
end

-- What is remembered of claims that hold nothing any more.
local known, asked = {}, {}
for i = 1, settles do
  if not holds(ids[i], tonumber(ARGV[5 * i + 1])) then
    asked[#asked + 1] = ids[i]
    asked[#asked + 1] = ARGV[5 * i + 1]
  end
end
local recent, older = hmget(PREFIX .. 'over', asked), hmget(PREFIX .. 'over2', asked)
for i = 1, #asked do
  known[asked[i]] = recent[i] or older[i] or nil
end

local function answerOf(id, token, arrow)
  local gone, lives = known[id], known[token]
  local prefix = token .. ' ' .. arrow .. ' '
  if gone and string.sub(gone, 1, #prefix) == prefix then
    return string.sub(gone, #prefix + 1)
  end
  prefix = id .. ' ' .. arrow .. ' '
  if lives and string.sub(lives, 1, #prefix) == prefix then
    return string.sub(lives, #prefix + 1)
  end
  return 'L'
end

-- Takes the arrow; answers whether the job is gone. The caller has compared the token.
local function settle(q, id, r, arrow, delay, failure)
  detach(q, id, r)
  if arrow == 'C' then
    bump(q, 'completed')
    forgetJob(q, id, r, true)
    return true
  end
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
    addTo(q, 'r', 0 - r.priority, r.place .. id)
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

local settled = {}
for i = 1, settles do
  local id, token, arrow = ids[i], ARGV[5 * i + 1], ARGV[5 * i + 2]
  local r = holds(id, tonumber(token))
  if r then
    local isGone = settle(open(r.queue), id, r, arrow, tonumber(ARGV[5 * i + 3]), ARGV[5 * i + 4])
    local answer = (isGone and arrow ~= 'C' and arrow ~= 'D') and 'M' or 'A'
    local field = isGone and id or token
    known[field] = (isGone and token or id) .. ' ' .. arrow .. ' ' .. answer
    local list = memory.over
    list[#list + 1], list[#list + 2] = field, known[field]
    settled[i] = answer
  else
    settled[i] = answerOf(id, token, arrow)
  end
end

-- ---- claims

local claimed, bytes, isWide = {}, 0, true -- isWide: the answer has room

local function grant(q, id, r)
  detach(q, id, r)
  lastToken = math.max(lastToken + 1, clock)
  r.state, r.token, r.node, r.taken, r.cancelled = 'L', lastToken, node, now, '0'
  addTo(q, 'l', now + lease, id)
  changed[id] = r
  claimed[#claimed + 1] = id
  bytes = bytes + r.size
  q.soonest = math.min(q.soonest or NEVER, now + lease)
end

local function claimIn(q)
  local most = want - #claimed
  -- What was settled has left its line before time is asked about it.
  flush(q)
  local limit = math.max(100, most + 64)
  move(q, limit, 2 * limit)
  if q.n.paused ~= 0 or q.size.r <= 0 then
    return
  end
  flush(q)
  local members = redis.call('ZRANGE', q.key .. 'r', 0, most - 1)
  local found = {}
  for i = 1, #members do
    found[i] = string.sub(members[i], 17)
  end
  load(found)
  for i = 1, #found do
    local r = records[found[i]]
    if not (r and r.state == 'R' and r.queue == q.name and r.place .. found[i] == members[i]) then
      setAside(q, 'r', members[i], found[i])
    elseif #claimed > 0 and bytes + r.size > ANSWER_BYTES then
      isWide = false
      return
    else
      grant(q, found[i], r)
    end
  end
end

local waiting = {}
for i = 5 + 5 * settles, #ARGV do
  if isWide and #claimed < want then
    local q = open(ARGV[i])
    claimIn(q)
    if isWide and #claimed < want then
      waiting[#waiting + 1] = q
    end
  end
end

local claims, bodies = {}, hmget(BODY, claimed)
for i = 1, #claimed do
  local id, r = claimed[i], records[claimed[i]]
  local at = 6 * (i - 1)
  claims[at + 1], claims[at + 2], claims[at + 3] = id, bodies[i] or '', r.token
  claims[at + 4], claims[at + 5], claims[at + 6] = r.attempts + 1, r.snoozes, math.max(0, now - r.since)
end
if #claimed > 0 then
  newMeta[#newMeta + 1], newMeta[#newMeta + 2] = 'tok', digits(lastToken)
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
for i = 5 + 5 * settles, #ARGV do
  local q = open(ARGV[i])
  if more == 0 and q.n.paused == 0 and (q.size.r > 0 or moment(q) <= now) then
    more = 1
  end
end
finish()
return { table.concat(settled), claims, more, now + lease, waits }

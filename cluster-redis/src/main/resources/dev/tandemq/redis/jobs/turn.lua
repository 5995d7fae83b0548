-- Settles claims, then claims jobs, in one step.
-- KEYS   [1] prefix
-- ARGV   [1] want  [2] lease in micros  [3] node
--        [4] settlements, 53 characters each: id, token in 16 digits, arrow
--        then for each R, B, L and S among them 2: delay in micros, failure
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
-- over keeps answers for those who lost them: for a job that is gone id -> 'token arrow answer', or the
-- token alone when it was completed; for one that lives on token -> 'id arrow answer' (tokens are unique
-- in a namespace).

local ANSWER_BYTES = 33554432 -- most bodies in one answer, beyond the first
local WIDTH = 53
local want, lease, node, batch = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4]
local VERBS = { R = 'retry', L = 'release', B = 'bury' }
local IS_LONG = { R = true, B = true, L = true, S = true } -- arrows with a delay and a failure

local settles, ids, arrows, longs, firstQueue = #batch / WIDTH, {}, {}, {}, 5
for i = 1, settles do
  local arrow = sub(batch, WIDTH * i, WIDTH * i)
  ids[i], arrows[i] = sub(batch, WIDTH * i - 52, WIDTH * i - 17), arrow
  if IS_LONG[arrow] then
    longs[i] = firstQueue
    firstQueue = firstQueue + 2
  end
end

-- First those that complete, which are most: of their records no more is read than it takes. The others,
-- and those that hold nothing, are kept for later.
local settled, done, others, known, asked, o, d = {}, {}, {}, {}, {}, 0, 0 -- done: id -> token
local texts = hmget(STATE, ids)
local q, leases
for i = 1, settles do
  local id, token, arrow, text = ids[i], sub(batch, WIDTH * i - 16, WIDTH * i - 1), arrows[i], texts[i] or ''
  local by = byte(text) or 0 -- length of the node
  local ok, newest, hasHistory, queue, place = pcall(parts, READ_CLAIM, text, by + TO_TOKEN)
  local isHeld = ok and newest == token and byte(text, by + TO_STATE) == RESERVED and not done[id]
  if isHeld and arrow == 'C' and records[id] == nil then
    if not q or q.name ~= queue then
      q = open(queue)
      leases = listIn(q.del, 'l')
      q.done = q.done or 0
    end
    d = d + 1
    settled[i], done[id], dropped[d] = 'A', token, id
    over[o + 1], over[o + 2] = id, token
    o = o + 2
    leases[#leases + 1] = id
    q.done = q.done + 1
    if hasHistory ~= '0' then
      told[#told + 1] = id
    end
    if #text >= place + TO_KEY then
      local list = listIn(openFor(queue, true), 'undo')
      list[#list + 1] = sub(text, place + TO_KEY)
    end
  else
    others[#others + 1] = { i = i, id = id, token = token, arrow = arrow }
    if isHeld and records[id] == nil then
      take(id, text)
    elseif not isHeld then
      asked[#asked + 1] = id
      asked[#asked + 1] = token
    end
  end
end
local recent, older = hmget(PREFIX .. 'over', asked), hmget(PREFIX .. 'over2', asked)
for i = 1, #asked do
  known[asked[i]] = recent[i] or older[i] or nil
end
for i = 1, #opened do
  local q = opened[i]
  if q.done then
    q.size.l, q.hasLeft = q.size.l - q.done, true
    set(q, 'completed', q.n.completed + q.done)
  end
end
for i = firstQueue, #ARGV do
  open(ARGV[i])
end

local function answerOf(id, token, arrow)
  local gone, lives = known[id], known[token]
  if arrow == 'C' and (gone == token or done[id] == token) then
    return 'A'
  end
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

for i = 1, #others do
  local s = others[i]
  local id, token, arrow = s.id, s.token, s.arrow
  local r = not done[id] and records[id]
  if r and r.state == 'L' and r.token == token then
    local k = longs[s.i]
    local isGone = settle(open(r.queue), id, r, arrow, k and tonumber(ARGV[k]), k and ARGV[k + 1])
    local field = isGone and id or token
    settled[s.i] = (isGone and arrow ~= 'D') and 'M' or 'A'
    known[field] = (isGone and token or id) .. ' ' .. arrow .. ' ' .. settled[s.i]
    over[o + 1], over[o + 2] = field, known[field]
    o = o + 2
  else
    settled[s.i] = answerOf(id, token, arrow)
  end
end

-- ---- claims

local claimed, claims, c, bytes, isWide = {}, {}, 0, 0, true -- isWide: the answer has room
local leaseUntil, taken = digits(now + lease), digits16(now)
local head = pack('>Bc0', #node, node) .. 'L0' .. taken -- of a record that is claimed, before the token

local function claimIn(q)
  local before = #claimed
  local most, n = want - before, before
  -- What was settled has left its line before time is asked about it.
  flush(q)
  local limit = math.max(100, most + 64)
  move(q, limit, 2 * limit)
  if q.n.paused ~= 0 or q.size.r <= 0 then
    return
  end
  flush(q)
  local name, members, found = q.name, call('ZRANGE', q.key .. 'r', 0, most - 1), {}
  for i = 1, #members do
    found[i] = sub(members[i], 17)
  end
  local texts, leases, l, t = hmget(STATE, found), {}, 0, #states
  for i = 1, #found do
    local id, text = found[i], texts[i] or ''
    local by = byte(text) or 0 -- length of the node
    local ok, queue, since, attempts, snoozes, size = pcall(parts, READ_READY, text, by + TO_QUEUE)
    local isReady = ok and byte(text, by + TO_STATE) == READY
    local r = records[id] -- when this script has moved the job
    if r then
      isReady, queue, since, attempts, snoozes, size = r.state == 'R', r.queue, r.since, r.attempts, r.snoozes, r.size
    end
    if not (isReady and queue == name and #id == 36) then
      setAside(q, id)
    elseif n > 0 and bytes + size > ANSWER_BYTES then
      isWide = false
      break
    else
      lastToken = lastToken < clock and clock or lastToken + 1
      local high, low = halves(lastToken)
      if r then
        r.state, r.token, r.node, r.taken, r.cancelled = 'L', high .. low, node, taken, '0'
        changed[id] = r
      else
        states[t + 1], states[t + 2] = id, head .. high .. low .. sub(text, by + TO_END)
        t = t + 2
      end
      leases[l + 1], leases[l + 2] = leaseUntil, id
      l, n, bytes = l + 2, n + 1, bytes + size
      claimed[n] = id
      claims[c + 1], claims[c + 2], claims[c + 3] = id, '', lastToken
      claims[c + 4], claims[c + 5], claims[c + 6] = attempts + 1, snoozes, math.max(0, now - since)
      c = c + 6
    end
    q.heads = q.heads + 1
  end
  q.size.r, q.size.l = q.size.r - q.heads, q.size.l + n - before
  q.add.l = leases
  if n > before then
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

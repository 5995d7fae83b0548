-- One page of the jobs of a queue in one state: reserved ones by id, all others in the order of their line.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] state: R, D, L or X  [3] most jobs
--        [4] limit, [5] score and [6] member that the page before gave, or three times ''
-- Answer [1] jobs as of view.lua  [2] limit, [3] score and [4] member for the next page, the member ''
--        after the last
-- Cost   O(log(backlog) + jobs), for the reserved O(reserved * log(reserved)); bodies are read 16 at a
--        time and end the page at 16 MiB
--
-- A job that moves while somebody pages must not be shown twice: who joins a line anew gets a new place,
-- or a later time of failure, and what is beyond the limit of the first page is passed over.

local PART, PAGE_BYTES = 16, 16777216
local q, state, size = open(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local key, limit, score, member = q.key .. ZSET_OF[state], ARGV[4], ARGV[5], ARGV[6]
local hasPlace = state == 'R' or state == 'D'
if limit == '' then
  limit = string.format('%016.0f', hasPlace and q.n.seq or now)
end

-- How many stand before or at the place that the page before ended with.
local function rank()
  if member == '' then
    return 0
  end
  local found = redis.call('ZSCORE', key, member)
  if found and tonumber(found) == tonumber(score) then
    return redis.call('ZRANK', key, member) + 1
  end
  if redis.call('EXISTS', key) == 0 then
    return 0
  end
  -- It has moved: it stands there again for the length of this question.
  redis.call('ZADD', key, score, member)
  local at = redis.call('ZRANK', key, member)
  if not found then
    redis.call('ZREM', key, member)
    return at
  end
  redis.call('ZADD', key, found, member)
  return tonumber(found) < tonumber(score) and at + 1 or at
end

-- Members and scores in turn, one more than the page.
local function entries()
  if state ~= 'L' then
    local from = rank()
    return redis.call('ZRANGE', key, from, from + size, 'WITHSCORES')
  end
  local all, rest = redis.call('ZRANGE', key, 0, -1, 'WITHSCORES'), {}
  local scores = {}
  for i = 1, #all, 2 do
    if all[i] > member then
      rest[#rest + 1] = all[i]
      scores[all[i]] = all[i + 1]
    end
  end
  table.sort(rest)
  local page = {}
  for i = 1, math.min(#rest, size + 1) do
    page[2 * i - 1], page[2 * i] = rest[i], scores[rest[i]]
  end
  return page
end

local function isListed(i, list)
  if state == 'L' then
    return true
  end
  if hasPlace then
    return string.sub(list[2 * i - 1], 1, 16) <= limit
  end
  return tonumber(list[2 * i]) <= tonumber(limit)
end

local list = entries()
local listed, bytes, count, total = {}, 0, 0, #list / 2
local last = math.min(size, total)
while count < last and bytes < PAGE_BYTES do
  local ids, scores = {}, {}
  local upTo = math.min(count + PART, last)
  for i = count + 1, upTo do
    if isListed(i, list) then
      ids[#ids + 1] = hasPlace and string.sub(list[2 * i - 1], 17) or list[2 * i - 1]
      scores[#scores + 1] = tonumber(list[2 * i])
    end
  end
  load(ids)
  local bodies, histories = hmget(BODY, ids), hmget(HIST, ids)
  for i = 1, #ids do
    view(listed, ids[i], scores[i], bodies[i], histories[i])
    bytes = bytes + #(bodies[i] or '') + #(histories[i] or '')
  end
  count = upTo
end
if count >= total then
  return { listed, '', '', '' }
end
return { listed, limit, list[2 * count], list[2 * count - 1] }

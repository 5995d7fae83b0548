-- One page of the jobs of a queue in one state, in the order of their line.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] state: R, D, L or X  [3] most jobs
--        [4] score and [5] member that the page before ended with, or '' and ''
-- Answer [1] jobs as of view.lua  [2] score and [3] member of the last, '' when no job follows
-- Cost   O(log(backlog) + jobs); bodies are read 16 at a time and end the page at 16 MiB

local PART, PAGE_BYTES = 16, 16777216
local key, size = open(ARGV[1]).key .. ZSET_OF[ARGV[2]], tonumber(ARGV[3])
local from = 0
if ARGV[5] ~= '' then
  -- Where the job stood, if it has moved since: it stands there for the length of this question.
  local found = redis.call('ZSCORE', key, ARGV[5])
  if found and tonumber(found) == tonumber(ARGV[4]) then
    from = redis.call('ZRANK', key, ARGV[5]) + 1
  elseif redis.call('EXISTS', key) == 1 then
    redis.call('ZADD', key, ARGV[4], ARGV[5])
    from = redis.call('ZRANK', key, ARGV[5])
    if found then
      redis.call('ZADD', key, found, ARGV[5])
      if tonumber(found) < tonumber(ARGV[4]) then
        from = from + 1
      end
    else
      redis.call('ZREM', key, ARGV[5])
    end
  end
end
local entries = redis.call('ZRANGE', key, from, from + size, 'WITHSCORES') -- one more than the page
local listed, bytes, count, total = {}, 0, 0, #entries / 2
local last = math.min(size, total)
while count < last and bytes < PAGE_BYTES do
  local ids, scores = {}, {}
  for i = count + 1, math.min(count + PART, last) do
    local member = entries[2 * i - 1]
    ids[#ids + 1] = (ARGV[2] == 'R' or ARGV[2] == 'D') and string.sub(member, 17) or member
    scores[#scores + 1] = tonumber(entries[2 * i])
  end
  load(ids)
  local bodies, histories = hmget(BODY, ids), hmget(HIST, ids)
  for i = 1, #ids do
    view(listed, ids[i], scores[i], bodies[i], histories[i])
    bytes = bytes + #(bodies[i] or '') + #(histories[i] or '')
  end
  count = count + #ids
end
if count >= total then
  return { listed, '', '' }
end
return { listed, entries[2 * count], entries[2 * count - 1] }

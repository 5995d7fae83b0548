-- Takes failed jobs of one queue to the tail of the ready, with no attempt spent.
-- KEYS   [1] prefix
-- ARGV   [1] queue, then the ids
-- Answer how many were moved; those whose unique key another job has taken are passed over
-- Cost   O(ids * log(backlog)); the number of commands does not grow with the ids

local q, ids, keys, moved = open(ARGV[1]), {}, {}, 0
for i = 2, #ARGV do
  ids[#ids + 1] = ARGV[i]
end
load(ids)
for i = 1, #ids do
  local r = records[ids[i]]
  if r and r.key ~= '' then
    keys[#keys + 1] = r.key
  end
end
local holders, isTaken = hmget(q.key .. 'u', keys), {}
for i = 1, #keys do
  isTaken[keys[i]] = holders[i]
end
for i = 1, #ids do
  local id = ids[i]
  local r = records[id]
  if r and r.state == 'X' and r.queue == q.name and not isTaken[r.key] then
    if r.key ~= '' then
      isTaken[r.key] = id
      local list = listIn(q, 'take')
      list[#list + 1], list[#list + 2] = r.key, id
    end
    detach(q, id, r)
    r.attempts, r.snoozes = 0, 0
    again(q, id, r, 0)
    moved = moved + 1
  end
end
finish()
return { moved }

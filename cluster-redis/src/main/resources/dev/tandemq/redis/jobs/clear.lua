-- Removes ready, then delayed, then reserved jobs of one queue.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] most jobs to remove
-- Answer removed, how many are left
-- Cost   O(removed * log(backlog))

local q, left, removed = open(ARGV[1]), tonumber(ARGV[2]), 0
for _, z in ipairs({ 'r', 'd', 'l' }) do
  if left > 0 and q.size[z] > 0 then
    local members, ids = redis.call('ZRANGE', q.key .. z, 0, left - 1), {}
    for i = 1, #members do
      ids[i] = z == 'l' and members[i] or string.sub(members[i], 17)
    end
    load(ids)
    for i = 1, #ids do
      takeFrom(q, z, members[i])
      drop(q, ids[i], records[ids[i]] or { state = 'R', key = '' }, false)
    end
    left, removed = left - #ids, removed + #ids
  end
end
finish()
return { removed, inLine(q) }

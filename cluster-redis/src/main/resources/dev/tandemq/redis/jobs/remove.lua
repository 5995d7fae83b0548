-- Removes jobs: of whatever state and queue, or only those that failed in one queue.
-- KEYS   [1] prefix
-- ARGV   [1] queue whose failed jobs are removed, or '' for all, then the ids
-- Answer how many were removed
-- Cost   O(ids * log(backlog)); commands by queue, not by id

local ids, removed = {}, 0
for i = 2, #ARGV do
  ids[#ids + 1] = ARGV[i]
end
load(ids)
for i = 1, #ids do
  local r = records[ids[i]]
  if r and (ARGV[1] == '' or (r.queue == ARGV[1] and r.state == 'X')) then
    local q = open(r.queue)
    detach(q, ids[i], r)
    drop(q, ids[i], r, false)
    removed = removed + 1
  end
end
finish()
return { removed }

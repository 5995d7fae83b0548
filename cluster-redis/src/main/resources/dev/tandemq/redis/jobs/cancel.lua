-- Cancels jobs: what waits is removed, what is claimed gets a flag.
-- KEYS   [1] prefix
-- ARGV   the ids
-- Answer one letter per id: M removed, Q requested, N nothing was changed
-- Cost   O(ids * log(backlog)); commands by queue, not by id

local ids, answers = {}, {}
for i = 1, #ARGV do
  ids[i] = ARGV[i]
end
load(ids)
for i = 1, #ids do
  local r = records[ids[i]]
  if r and r.state == 'L' then
    if r.cancelled == '0' then
      r.cancelled = '1'
      changed[ids[i]] = r
    end
    answers[i] = 'Q'
  elseif r and r.state ~= 'X' then
    local q = open(r.queue)
    detach(q, ids[i], r)
    drop(q, ids[i], r, false)
    answers[i] = 'M'
  else
    answers[i] = 'N'
  end
end
finish()
return { table.concat(answers) }

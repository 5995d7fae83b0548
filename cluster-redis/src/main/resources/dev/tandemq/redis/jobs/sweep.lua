-- Promotes what is due and rescues what ran out in one queue.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] most jobs to move  [3] term, 0 for nobody's office
-- Answer promoted, rescued, 1 when there is more, newer term that it was refused for or '0'
-- Cost   O(moved * log(backlog))

local newer = newerTerm(ARGV[3])
if newer then
  return { 0, 0, 0, newer }
end
local q, most = open(ARGV[1]), tonumber(ARGV[2])
local promoted, rescued = move(q, most, most)
finish()
local wasPaused = q.n.paused
q.n.paused = 0 -- time goes on in a pause
local more = moment(q) <= now and 1 or 0
q.n.paused = wasPaused
return { promoted, rescued, more, '0' }

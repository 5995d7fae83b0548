-- Removes failed jobs of one queue, oldest failure first.
-- KEYS   [1] prefix
-- ARGV   [1] queue  [2] age in micros  [3] how many to keep  [4] most to remove  [5] term
-- Answer removed, newer term that it was refused for or '0'
-- Cost   O(log(failed) + removed * log(failed))

local newer = newerTerm(ARGV[5])
if newer then
  return { 0, newer }
end
local q = open(ARGV[1])
local old = redis.call('ZCOUNT', q.key .. 'x', '-inf', '(' .. digits(now - tonumber(ARGV[2])))
local many = math.min(math.max(old, q.size.x - tonumber(ARGV[3])), tonumber(ARGV[4]))
local ids = {}
if many > 0 then
  ids = redis.call('ZRANGE', q.key .. 'x', 0, many - 1)
end
load(ids)
for i = 1, #ids do
  local r = records[ids[i]] or { state = 'X', key = '' }
  takeFrom(q, 'x', ids[i])
  drop(q, ids[i], r, false)
end
finish()
return { #ids, '0' }

-- Lets leases run anew from now.
-- KEYS   [1] prefix
-- ARGV   [1] lease in micros, then per claim 2: id, token
-- Answer one letter per claim: E extended, C extended and somebody asked for a cancel, L lost
-- Cost   O(claims * log(reserved)); commands by queue, not by claim

local ends = now + tonumber(ARGV[1])
local text, ids, answers = digits(ends), {}, {}
for i = 2, #ARGV, 2 do
  ids[#ids + 1] = ARGV[i]
end
load(ids)
for i = 1, #ids do
  local id = ids[i]
  local r = records[id]
  if r and r.state == 'L' and tonumber(r.token) == tonumber(ARGV[2 * i + 1]) then
    local q = open(r.queue)
    local list = listIn(q.add, 'l')
    list[#list + 1], list[#list + 2] = text, id
    q.soonest = math.min(q.soonest or NEVER, ends)
    answers[i] = r.cancelled == '1' and 'C' or 'E'
  else
    answers[i] = 'L'
  end
end
finish()
return { table.concat(answers) }

-- How queues stand.
-- KEYS   [1] prefix
-- ARGV   the queues
-- Answer per queue 15: ready, delayed, reserved, failed, pushed, completed, removed, retried, retries,
--        snoozed, rescued, paused, bound as text, last, created
-- Cost   O(queues)

local answer = {}
for i = 1, #ARGV do
  local q = open(ARGV[i])
  local n, size = q.n, q.size
  local fields = {
    size.r, size.d, size.l, size.x, n.pushed, n.completed, n.removed, n.retried, n.retries, n.snoozed,
    n.rescued, n.paused, call("HGET", q.key .. "c", "bound") or "0", n.last, n.created }
  for k = 1, #fields do
    answer[#answer + 1] = fields[k]
  end
end
return answer

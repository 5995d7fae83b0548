-- Shared by find and list: a job as people look at it. Answer per job 11: id, body or false, state,
-- attempts, token, when it became or becomes ready, when it was claimed, end of the lease, node,
-- cancelled, history or ''. Nothing is moved by looking.

local function view(into, id, score, body, history)
  local r = records[id]
  into[#into + 1] = id
  into[#into + 1] = body
  if not r then
    for _ = 1, 9 do
      into[#into + 1] = ''
    end
    return
  end
  local values = {
    r.state, r.attempts, tonumber(r.token), r.state == 'D' and score or r.since, tonumber(r.taken), score, r.node,
    tonumber(r.cancelled), history or '' }
  for i = 1, #values do
    into[#into + 1] = values[i]
  end
end

-- Runs the time to live of this session anew and notes the state.
--
-- KEYS    {ns}:roles, {ns}:roles:members, {ns}:roles:members:ends
-- ARGV    name, incarnation, session, state
-- Answer  1 when it was renewed, 0 when it is lost

local member = livingIn(ARGV[1], ARGV[2], ARGV[3])
if not member then
  return {0}
end
member.state = ARGV[4]
keep(ARGV[1], member)
return {1}

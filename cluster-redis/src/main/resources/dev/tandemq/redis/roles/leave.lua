-- Ends this session and no other.
--
-- KEYS    {ns}:roles, {ns}:roles:members, {ns}:roles:members:ends
-- ARGV    name, incarnation, session
-- Answer  1 when it held until now, else 0

if not livingIn(ARGV[1], ARGV[2], ARGV[3]) then
  return {0}
end
drop(ARGV[1])
return {1}

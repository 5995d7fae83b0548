-- Ends this grant and no other: compared and removed in this one step.
--
-- KEYS    {ns}:roles, {ns}:roles:locks, {ns}:roles:locks:ends
-- ARGV    name of the lock, owner, incarnation, token
-- Answer  1 when it held until now, else 0

if not heldBy(ARGV[1], ARGV[2], ARGV[3], ARGV[4]) then
  return {0}
end
drop(ARGV[1])
return {1}

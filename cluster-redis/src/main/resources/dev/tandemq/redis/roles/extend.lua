-- Runs the time to live of this grant anew.
--
-- KEYS    {ns}:roles, {ns}:roles:locks, {ns}:roles:locks:ends
-- ARGV    name of the lock, owner, incarnation, token, time to live in microseconds
-- Answer  1 when it was renewed, 0 when it is lost

local grant = heldBy(ARGV[1], ARGV[2], ARGV[3], ARGV[4])
if not grant then
  return {0}
end
keep(ARGV[1], grant.owner, grant.incarnation, grant.token, ARGV[5])
return {1}

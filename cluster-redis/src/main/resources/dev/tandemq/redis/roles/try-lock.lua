-- Takes a lock that nobody holds. With each grant a few others that have ended are removed.
--
-- KEYS    {ns}:roles, {ns}:roles:locks, {ns}:roles:locks:ends
-- ARGV    name of the lock, owner, incarnation, time to live in microseconds
-- Answer  the token; empty while another grant holds

if held(ARGV[1]) then
  return {}
end
dropEnded(KEYS[2], KEYS[3], 16)
local token = nextOf('token', 0)
keep(ARGV[1], ARGV[2], ARGV[3], token, ARGV[4])
return {token}

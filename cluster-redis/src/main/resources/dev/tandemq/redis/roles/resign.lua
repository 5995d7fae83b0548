-- Ends this leadership in this term and no other.
--
-- KEYS    {ns}:roles, {ns}:roles:leader
-- ARGV    name, incarnation, term
-- Answer  1 when it held until now, else 0

local leader = holder()
if not leader or leader.name ~= ARGV[1] or leader.incarnation ~= ARGV[2]
    or text(leader.term) ~= ARGV[3] then
  return {0}
end
redis.call('DEL', KEYS[2])
keepTime()
return {1}

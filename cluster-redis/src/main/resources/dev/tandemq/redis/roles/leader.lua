-- Who leads.
--
-- KEYS    {ns}:roles, {ns}:roles:leader
-- ARGV    none
-- Answer  name, incarnation, term and since (microseconds of the wall clock); empty when nobody

local leader = holder()
return leader and leaderAnswer(leader) or {}

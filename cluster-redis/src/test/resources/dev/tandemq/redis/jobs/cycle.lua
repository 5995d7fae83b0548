-- A whole cycle in one call, for a tool that sends the same command again and again: puts a batch, claims
-- as many, and settles those that an earlier call claimed. put() and turn() are the scripts of the store, word by
-- word, as functions of their keys and arguments; they stand before this text.
-- KEYS   [1] prefix  [2] list of what was claimed, a batch each
-- ARGV   those of put
-- Answer that of turn

local want = tonumber(ARGV[1])
local added = put({ KEYS[1] }, ARGV)
if string.find(added[1], '[^A]') then
  return redis.error_reply('not all jobs of the batch were added: ' .. added[1])
end
local batch = redis.call('LPOP', KEYS[2])
local held = batch and cmsgpack.unpack(batch) or {}
local args, n = { want, 3600000000, 'tool', #held / 2 }, 4
for i = 1, #held, 2 do
  args[n + 1], args[n + 2], args[n + 3] = held[i], held[i + 1], 'C'
  n = n + 3
end
for i = 1, n do
  args[i] = tostring(args[i])
end
args[n + 1] = ARGV[2]
local answer = turn({ KEYS[1] }, args)
if string.find(answer[1], '[^A]') then
  return redis.error_reply('not all claims were settled: ' .. answer[1])
end
local claims, claimed = answer[2], {}
for i = 1, #claims, 6 do
  claimed[#claimed + 1], claimed[#claimed + 2] = claims[i], string.format('%.0f', claims[i + 2])
end
redis.call('RPUSH', KEYS[2], cmsgpack.pack(claimed))
return answer

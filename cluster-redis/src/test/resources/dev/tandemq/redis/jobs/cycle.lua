-- A whole cycle in one call, for a tool that sends the same command again and again: puts a batch, claims
-- as many, and settles those that an earlier call claimed. put() and turn() are the scripts of the store, word by
-- word, as functions of their keys and arguments; they stand before this text.
-- KEYS   [1] prefix  [2] list of batches that were claimed, as settlements for turn()
-- ARGV   those of put, for one group of jobs
-- Answer that of turn

local added = put({ KEYS[1] }, ARGV)
if string.find(added[1], '[^A]') then
  return redis.error_reply('not all jobs of the batch were added: ' .. added[1])
end
local held = redis.call('LPOP', KEYS[2]) or ''
local answer = turn({ KEYS[1] }, { tostring(#ARGV[6] / 36), '3600000000', 'tool', held, ARGV[1] })
if string.find(answer[1], '[^A]') then
  return redis.error_reply('not all claims were settled: ' .. answer[1])
end
local claims, batch = answer[2], {}
for i = 1, #claims, 6 do
  batch[#batch + 1] = claims[i] .. string.format('%016.0f', claims[i + 2]) .. 'C'
end
redis.call('RPUSH', KEYS[2], table.concat(batch))
return answer

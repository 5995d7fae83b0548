-- The record of a job: what the store knows of it besides its bytes. First what changes with each
-- claim, so that a claim writes it by putting another beginning before the same end.
--
--   length of the node in 1 byte, node, state, cancelled (0 or 1), token in 16 digits, claimed at
--   in 16 digits; place and ready since in 16 digits each, has history (0 or 1), attempts, snoozes
--   and most attempts in 4 bytes each, priority in 2, size of the encoded job in 4, length of the
--   queue in 1 byte, queue, unique key
--
-- States: R ready, D delayed, L reserved, X failed. Without a node it is '-'.

local RECORD = '>Bc0c1c1c16c16c16c16c1I4I4I4hI4Bc0'
local REST = 36 -- where the end that a claim keeps begins, behind the node
local pack, parts = struct.pack, struct.unpack
local ZSET_OF = { R = 'r', D = 'd', L = 'l', X = 'x' }
local FLAGS = { ['0'] = true, ['1'] = true }

-- The fields of a record in their order, then where the unique key begins; behind a first value that
-- is false when these bytes are no record. Digits are checked by those who count with them.
local function fields(text)
  return pcall(parts, RECORD, text)
end

local function decode(text)
  local ok, node, state, cancelled, token, taken, place, since, hasHistory, attempts, snoozes, max, priority,
    size, queue, at = fields(text)
  if not (ok and ZSET_OF[state] and FLAGS[cancelled] and FLAGS[hasHistory] and tonumber(token) and tonumber(taken)
      and tonumber(place) and tonumber(since)) then
    return false
  end
  return {
    node = node, state = state, cancelled = cancelled, token = token, taken = taken, place = place,
    since = tonumber(since), hasHistory = hasHistory, attempts = attempts, snoozes = snoozes, max = max,
    priority = priority, size = size, queue = queue, key = sub(text, at) }
end

local function encode(r)
  return pack(RECORD, #r.node, r.node, r.state, r.cancelled, r.token, r.taken, r.place, digits16(r.since),
    r.hasHistory, r.attempts, r.snoozes, r.max, r.priority, r.size, #r.queue, r.queue) .. r.key
end

-- The record of a job: what the store knows of it besides its bytes. First what changes with each
-- claim, so that a claim writes it by putting another beginning before the same end.
--
--   beginning  length of the node in 1 byte, node, state, cancelled (0 or 1), claimed at, token
--   end        has history (0 or 1), length of the queue in 1 byte, queue, place, since (when it became
--              or becomes ready, a double), attempts, snoozes, most attempts in 4 bytes each, priority
--              in 2, size of the encoded job in 4, unique key
--
-- Claimed at, token and place are 16 digits. Without a node it is '-'. States: R ready, D delayed, L
-- reserved, X failed. Whoever knows what is wanted reads that alone: each text that is read costs.

local BEGINNING, END = '>Bc0c1c1c16c16', '>c1Bc0c16dI4I4I4hI4'
local TO_STATE, TO_TOKEN, TO_END, TO_QUEUE = 2, 20, 36, 37 -- where they begin, but for the length of the node
local TO_KEY = 42 -- from the place to the unique key
local READ_CLAIM = '>c16c1Bc0' -- from the token on: token, has history, queue; then where the place is
local READ_READY = '>Bc0xxxxxxxxxxxxxxxxdI4I4xxxxxxI4' -- from the queue on: queue, since, attempts, snoozes, size
local RESERVED, READY = 76, 82 -- states as bytes
local pack, parts, byte = struct.pack, struct.unpack, string.byte
local ZSET_OF = { R = 'r', D = 'd', L = 'l', X = 'x' }
local FLAGS = { ['0'] = true, ['1'] = true }

local function decode(text)
  local isBegun, node, state, cancelled, taken, token, at = pcall(parts, BEGINNING, text)
  if not (isBegun and ZSET_OF[state] and FLAGS[cancelled] and tonumber(taken) and tonumber(token)) then
    return false
  end
  local isWhole, hasHistory, queue, place, since, attempts, snoozes, max, priority, size, key =
    pcall(parts, END, text, at)
  if not (isWhole and FLAGS[hasHistory] and tonumber(place) and since >= 0 and since <= NEVER) then
    return false
  end
  return {
    node = node, state = state, cancelled = cancelled, taken = taken, token = token, hasHistory = hasHistory,
    queue = queue, place = place, since = since, attempts = attempts, snoozes = snoozes, max = max,
    priority = priority, size = size, key = sub(text, key) }
end

local function encode(r)
  return pack(BEGINNING, #r.node, r.node, r.state, r.cancelled, r.taken, r.token)
    .. pack(END, r.hasHistory, #r.queue, r.queue, r.place, r.since, r.attempts, r.snoozes, r.max, r.priority, r.size)
    .. r.key
end

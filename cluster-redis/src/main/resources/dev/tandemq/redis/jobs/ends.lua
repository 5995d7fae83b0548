-- The end of a script that moves jobs: sends what was gathered.

local MEMORY_ENTRIES, MEMORY_MICROS, MEMORY_EXPIRY_MS = 100000, 600000000, 1260000
local over = {} -- field, value, ...: what is to be remembered of settlements, see turn.lua
local memorySize = { over = call('HLEN', PREFIX .. 'over'), gone = call('HLEN', PREFIX .. 'gone') }

-- Two hashes take turns, so that nothing has to be looked for to be forgotten.
local function remember(name, list, at)
  if #list == 0 then
    return
  end
  local key, size = PREFIX .. name, memorySize[name]
  local isOld = now - (tonumber(at or 0) or 0) > MEMORY_MICROS
  if size > 0 and (isOld or size >= MEMORY_ENTRIES) then
    call('UNLINK', key .. '2')
    call('RENAME', key, key .. '2')
    size = 0
  end
  if size == 0 then
    newMeta[#newMeta + 1], newMeta[#newMeta + 2] = name .. 'At', digits(now)
  end
  write('HSET', key, list)
  call('PEXPIRE', key, MEMORY_EXPIRY_MS)
end

local function writeHistory()
  local ids = {}
  for id in pairs(spent) do
    ids[#ids + 1] = id
  end
  local old, list = hmget(HIST, ids), {}
  for i = 1, #ids do
    local entries, at, text = {}, 1, old[i] or ''
    while at <= #text do
      local length, behind = string.match(text, '^%d+ %d+ %S+ %a+ (%d+)\n()', at)
      if not length then
        break
      end
      entries[#entries + 1] = sub(text, at, behind + length - 1)
      at = behind + length
    end
    for _, entry in ipairs(spent[ids[i]]) do
      entries[#entries + 1] = entry
    end
    list[#list + 1] = ids[i]
    list[#list + 1] = table.concat(entries, '', math.max(1, #entries - MAX_HISTORY + 1))
  end
  write('HSET', HIST, list)
end

local function finish()
  local n = #states
  for id, r in pairs(changed) do
    states[n + 1], states[n + 2] = id, encode(r)
    n = n + 2
  end
  write('HSET', STATE, states)
  write('HDEL', STATE, dropped)
  write('HDEL', BODY, dropped)
  write('HDEL', HIST, told)
  writeQueues()
  if isSpent then
    writeHistory()
  end
  remember('over', over, meta[4])
  remember('gone', gone, meta[5])
  writeMeta(n > 0 or #dropped > 0)
end

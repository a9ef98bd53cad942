/** One turn, all or nothing (see script.ts for the keys). */
export const COMMITTING = `local function bury(chat, at, id, reason)
  local raw = call('HGET', P..'m:'..chat, id)
  if not raw then return end
  call('HSET', P..'x:'..chat, id, at..'|'..reason..'|'..string.match(raw, '^%d+|%d+|(.*)$'))
  call('ZADD', DEAD, at, chat..'|'..id)
end

local function forget(chat, at)
  local l, x = P..'l:'..chat, P..'x:'..chat
  for _, field in ipairs(call('HKEYS', l)) do
    local lane = string.match(field, '^(.*)%.r$')
    if lane then
      call('DEL', P..'o:'..chat..':'..lane)
      call('ZREM', OUT, chat..'|'..lane)
      -- One that is on its way keeps its lane until it has arrived.
      if lapsed(SENDING, chat..'|'..lane) then
        call('ZREM', SENDING, chat..'|'..lane)
        call('HDEL', l, lane..'.k', lane..'.r', lane..'.d')
      end
    end
  end
  for _, id in ipairs(call('HKEYS', x)) do call('ZREM', DEAD, chat..'|'..id) end
  call('DEL', x)
  call('ZADD', SEEN, at, grave(chat))
end

local function file(chat, at, id, lane, body)
  local o, l, member = P..'o:'..chat..':'..lane, P..'l:'..chat, chat..'|'..lane
  if call('RPUSH', o, id..'|'..body) > 1 then return end
  call('HSET', l, lane..'.r', 0)
  if lapsed(SENDING, member) then
    call('ZREM', SENDING, member)
    call('HSET', l, lane..'.d', at)
    call('HDEL', l, lane..'.k')
    call('ZADD', OUT, at, member)
  end
end

-- Of rows that came with the call only the id is told.
local function handed(chat, lanes, isOurs, token, lease, filed)
  local rows, told = {}, {}
  for i = 1, #filed, 3 do told[filed[i]] = true end
  for _, lane in ipairs(lanes) do
    local due = call('HGET', P..'l:'..chat, lane..'.d')
    if due and call('LLEN', P..'o:'..chat..':'..lane) > 0 and isOurs(lane) then
      local row = handRow(chat, lane, due, token, lease)
      local id = string.match(row[5], '^[^|]*')
      if told[id] then row[5] = id end
      rows[#rows + 1] = row
    end
  end
  return rows
end

local function lanesOf(chat, rows)
  local lanes, known = {}, {}
  for i = 2, #rows, 3 do
    if not known[rows[i]] then
      known[rows[i]] = true
      lanes[#lanes + 1] = rows[i]
      call('LLEN', P..'o:'..chat..':'..rows[i])
    end
  end
  call('HLEN', P..'l:'..chat)
  call('ZCARD', OUT) call('ZCARD', SENDING) call('ZCARD', DUE)
  return lanes
end

local function handFree(chat, rows, lanes, now, token, lease)
  local function free(lane)
    local member = chat..'|'..lane
    local score = call('ZSCORE', OUT, member) or lapsed(SENDING, member) and call('HGET', P..'l:'..chat, lane..'.d')
    return score and tonumber(score) <= tonumber(now)
  end
  return handed(chat, lanes, free, token, lease, rows)
end

local function handAgain(chat, rows, token, lease)
  local l, lanes = P..'l:'..chat, {}
  for _, field in ipairs(call('HKEYS', l)) do
    local lane = string.match(field, '^(.*)%.k$')
    if lane then lanes[#lanes + 1] = lane end
  end
  local function ours(lane) return call('HGET', l, lane..'.k') == token end
  return handed(chat, lanes, ours, token, lease, rows)
end

function steps.answer(chat, id, at, last, token, session, nextDue, now, take, lease, ...)
  local c, rows = P..'c:'..chat, { ... }
  local kept, waiting = call('HGET', c, 'v'), call('HLEN', P..'m:'..chat)
  local held, lanes = call('ZSCORE', HELD, chat), lanesOf(chat, rows)
  if kept == token then
    return { 'committed', waiting > 0 and 1 or 0, take == '1' and handAgain(chat, rows, token, lease) or {} }
  end
  if isSeen(id, now) then return { 'duplicate' } end
  if isLate(chat, at, now) then return { 'late' } end
  if kept ~= last or waiting > 0 or (held and tonumber(held) > clock) then return { 'behind' } end
  remember(id, now, past(now))
  if held then call('ZREM', HELD, chat) call('HDEL', c, 'k', 'w', 'd') end
  for i = 1, #rows, 3 do file(chat, now, rows[i], rows[i + 1], rows[i + 2]) end
  call('HINCRBY', c, 't', 1)
  call('HSET', c, 's', session, 'v', token)
  if nextDue ~= '' then call('ZADD', DUE, nextDue, chat) else call('ZREM', DUE, chat) end
  return { 'committed', 0, take == '1' and handFree(chat, rows, lanes, now, token, lease) or {} }
end

function steps.commit(chat, token, turn, take, lease, session, nextDue, erase, removes, buries, ...)
  local rest, at = { ... }, 1
  local function some(n)
    local part = {}
    for i = 1, tonumber(n) do part[i] = rest[at] at = at + 1 end
    return part
  end
  local gone, dead = some(removes), some(buries)
  local rows = { unpack(rest, at) }
  local c, m = P..'c:'..chat, P..'m:'..chat
  local kept = call('HMGET', c, 'k', 't', 'v', 'w')
  local waiting = call('HLEN', m)
  local lanes = lanesOf(chat, rows)
  call('HLEN', P..'x:'..chat) call('ZCARD', DEAD) call('ZCARD', SEEN)
  if kept[3] == token then
    return { 'committed', waiting > 0 and 1 or 0, take == '1' and handAgain(chat, rows, token, lease) or {} }
  end
  if kept[1] ~= token or (kept[2] or '0') ~= turn or lapsed(HELD, chat) then return { 'stale' } end
  local w = kept[4]
  if erase == '1' then forget(chat, w) end
  for i = 1, #dead, 2 do bury(chat, w, dead[i], dead[i + 1]) gone[#gone + 1] = dead[i] end
  if #gone > 0 then waiting = waiting - call('HDEL', m, unpack(gone)) end
  for i = 1, #rows, 3 do file(chat, w, rows[i], rows[i + 1], rows[i + 2]) end
  local due = waiting > 0 and w or nextDue
  -- What is left has only waited for its turn: its tries begin anew.
  if waiting > 0 then call('HSET', c, 'b', call('HGET', c, 'a')) end
  call('ZREM', HELD, chat)
  if session == '' and due == '' then call('DEL', c)
  else
    call('HDEL', c, 'k', 'w', 'd')
    if session == '' then call('HDEL', c, 's') call('HSET', c, 't', turn + 1, 'v', token)
    else call('HSET', c, 's', session, 't', turn + 1, 'v', token) end
    if due ~= '' then call('ZADD', DUE, due, chat) end
  end
  return { 'committed', waiting > 0 and 1 or 0, take == '1' and handFree(chat, rows, lanes, w, token, lease) or {} }
end
`

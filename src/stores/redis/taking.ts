/** Posting, claiming and giving back (see script.ts for the keys). */
export const TAKING = `local steps = {}

local function isSeen(id, now)
  local seen = call('ZSCORE', SEEN, id)
  return seen and tonumber(seen) > now - WINDOW
end

local function isLate(chat, at, now)
  if at == '' then return false end
  local buried = tonumber(call('ZSCORE', SEEN, grave(chat)) or '-inf')
  return buried > now - WINDOW and at + GRACE <= buried
end

local function past(now)
  return {
    seen = call('ZRANGEBYSCORE', SEEN, '-inf', int(now - WINDOW), 'LIMIT', 0, 4),
    dead = call('ZRANGEBYSCORE', DEAD, '-inf', int(now - KEPT), 'LIMIT', 0, 2),
  }
end

local function remember(id, now, gone)
  if #gone.seen > 0 then call('ZREM', SEEN, unpack(gone.seen)) end
  call('ZADD', SEEN, now, id)
  for _, member in ipairs(gone.dead) do
    local whose, which = string.match(member, '^(.*)|(.*)$')
    -- Nothing that is wrong with it may stop what was begun.
    pcall(call, 'HDEL', P..'x:'..whose, which)
    call('ZREM', DEAD, member)
  end
end

function steps.post(chat, id, body, now, at, most, take, token, lease, quiet, longest)
  local c, m = P..'c:'..chat, P..'m:'..chat
  local kept = call('HMGET', c, 'k', 'd', 'a')
  if isSeen(id, now) or call('HEXISTS', m, id) == 1 then
    -- Ours, if the answer to this very call got lost.
    if take == '1' and kept[1] == token then return { 'posted', claimed(chat) } end
    return { 'duplicate' }
  end
  if isLate(chat, at, now) then return { 'late' } end
  local waiting = call('HLEN', m)
  if most ~= '' and waiting >= tonumber(most) then return { 'full' } end
  local held = call('ZSCORE', HELD, chat)
  local due = call('ZSCORE', DUE, chat) or kept[2]
  local since
  if not due or tonumber(now) < tonumber(due) then
    due = now
    if quiet then
      since = waiting > 0 and call('HGET', c, 'g') or now
      due = int(math.max(now, math.min(now + quiet, since + longest)))
    end
  end
  local gone = past(now)
  if since then call('HSET', c, 'g', since) end
  local n = call('HINCRBY', c, 'n', 1)
  call('HSET', m, id, n..'|'..(kept[3] or '0')..'|'..body)
  remember(id, now, gone)
  if held and tonumber(held) > clock then
    call('HSET', c, 'd', due)
  elseif take == '1' then
    return { 'posted', hand(chat, now, due, token, lease) }
  else
    if held then call('ZREM', HELD, chat) call('HDEL', c, 'k', 'w', 'd') end
    call('ZADD', DUE, due, chat)
  end
  return { 'posted' }
end

function steps.claim(now, most, lease, token)
  lapse()
  local claims = {}
  local due = call('ZRANGEBYSCORE', DUE, '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
  for i = 1, #due, 2 do
    local ok, claim = pcall(hand, due[i], now, due[i + 1], token..'.'..i, lease)
    -- Whatever is wrong with this one: the others must not wait behind it.
    if ok then claims[#claims + 1] = claim else call('ZADD', DUE, int(now + 60000), due[i]) end
  end
  return claims
end

function steps.release(chat, token, turn, retryAt, isTry)
  local c = P..'c:'..chat
  local kept = call('HMGET', c, 'k', 't')
  call('ZCARD', DUE)
  if kept[1] ~= token or (kept[2] or '0') ~= turn or lapsed(HELD, chat) then return 0 end
  call('ZREM', HELD, chat)
  call('HDEL', c, 'k', 'w', 'd')
  if isTry ~= '1' then call('HINCRBY', c, 'a', -1) end
  call('ZADD', DUE, retryAt, chat)
  return 1
end
`

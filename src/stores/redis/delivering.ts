/** The outbox: row after row of each lane (see script.ts for the keys). */
export const DELIVERING = `function steps.claimOutbox(now, most, lease, token)
  lapseLanes()
  local rows = {}
  local due = call('ZRANGEBYSCORE', OUT, '-inf', now, 'WITHSCORES', 'LIMIT', 0, most)
  for i = 1, #due, 2 do
    local chat, lane = string.match(due[i], '^(.*)|(.*)$')
    local ok, row = pcall(handRow, chat, lane, due[i + 1], token..'.'..i, lease)
    if ok and row[5] then rows[#rows + 1] = row
    else
      call('ZREM', SENDING, due[i])
      call('ZADD', OUT, int(now + 60000), due[i])
    end
  end
  return rows
end

function steps.settle(chat, lane, id, token, take, lease)
  local o, l, member = P..'o:'..chat..':'..lane, P..'l:'..chat, chat..'|'..lane
  local kept = call('HMGET', l, lane..'.k', lane..'.d')
  local head = call('LINDEX', o, 0)
  call('ZCARD', OUT) call('ZCARD', SENDING)
  if kept[1] ~= token then return false end
  if head and string.sub(head, 1, #id + 1) == id..'|' then
    call('LPOP', o)
    call('HSET', l, lane..'.r', 0)
    head = call('LINDEX', o, 0)
  end
  if head and take == '1' then return handRow(chat, lane, kept[2], token, lease) end
  call('ZREM', SENDING, member)
  if head then
    call('HDEL', l, lane..'.k')
    call('ZADD', OUT, kept[2], member)
  else
    call('ZREM', OUT, member)
    call('HDEL', l, lane..'.k', lane..'.r', lane..'.d')
  end
  return false
end

function steps.retry(chat, lane, id, token, due)
  local o, l, member = P..'o:'..chat..':'..lane, P..'l:'..chat, chat..'|'..lane
  local kept = call('HMGET', l, lane..'.k', lane..'.d')
  local head = call('LINDEX', o, 0)
  call('ZCARD', OUT) call('ZCARD', SENDING)
  if kept[1] ~= token then return 0 end
  local at = head and string.sub(head, 1, #id + 1) == id..'|' and due or kept[2]
  call('ZREM', SENDING, member)
  call('HDEL', l, lane..'.k')
  if head then
    call('HSET', l, lane..'.d', at)
    call('ZADD', OUT, at, member)
  end
  return 1
end
`

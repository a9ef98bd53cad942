import { COMMITTING } from './committing.ts'
import { DELIVERING } from './delivering.ts'
import { TAKING } from './taking.ts'

/**
 * Everything a shard does, in Lua. One call carries any number of steps, each atomic: it reads, and so checks, every key it is
 * about to touch before its first write, because Redis takes nothing back (RELIABILITY F9). A step that fails says so and
 * leaves the others alone. A step is one argument, as JSON: the client's time goes by the argument. Leases run on the server's clock.
 *
 * Keys, all under `afilia:{shard}:` and so in one slot:
 *   due, held       chats by when they need attention, and by when their lease runs out
 *   out, sending    lanes ("chat|lane"), likewise
 *   seen, dead      ids and tombstones by instant; dead letters ("chat|id") by instant
 *   c:<chat>        s session, t turn, v token of the last commit, n items ever, a claims ever,
 *                   b those before the last commit that left items, g when what gathers began to;
 *                   while held: k token, w instant of the claim, d when it is due
 *   m:<chat>        id -> "n|a|body": its place in line, and the claims before it (so that nothing is written to count tries)
 *   o:<chat>:<lane> rows "id|body", first to last
 *   l:<chat>        for each lane: <lane>.r tries of its first row, <lane>.d when it is due, <lane>.k token
 *   x:<chat>        id -> "at|reason|body"
 */
const LEASES = `
local P, WINDOW, GRACE, KEPT = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local DUE, HELD, OUT, SENDING, SEEN, DEAD = P..'due', P..'held', P..'out', P..'sending', P..'seen', P..'dead'
local call = redis.call
local time = call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)

local function int(n) return string.format('%.0f', n) end
local function grave(chat) return 'erased.'..redis.sha1hex(chat) end
local function lapsed(zset, member)
  local x = call('ZSCORE', zset, member)
  return not x or tonumber(x) <= clock
end

local function claimed(chat)
  local kept = call('HMGET', P..'c:'..chat, 's', 't', 'a', 'k', 'b')
  return { chat, kept[4], kept[2] or '0', kept[1], kept[3], kept[5] or '0', call('HGETALL', P..'m:'..chat) }
end

local function hand(chat, now, due, token, lease)
  local c = P..'c:'..chat
  call('HLEN', P..'m:'..chat)
  call('HINCRBY', c, 'a', 1)
  call('HSET', c, 'k', token, 'w', now, 'd', due)
  call('ZREM', DUE, chat)
  call('ZADD', HELD, int(clock + lease), chat)
  return claimed(chat)
end

local function handRow(chat, lane, due, token, lease)
  local l, member = P..'l:'..chat, chat..'|'..lane
  local head = call('LINDEX', P..'o:'..chat..':'..lane, 0)
  local tries = call('HINCRBY', l, lane..'.r', 1)
  call('HSET', l, lane..'.k', token, lane..'.d', due)
  call('ZREM', OUT, member)
  call('ZADD', SENDING, int(clock + lease), member)
  return { chat, lane, token, tries, head }
end

-- Whatever is wrong with one: the others must not wait behind it, so it is looked at again later.
local function lapseEach(zset, free)
  for _, member in ipairs(call('ZRANGEBYSCORE', zset, '-inf', int(clock), 'LIMIT', 0, 16)) do
    if not pcall(free, member) then call('ZADD', zset, int(clock + 60000), member) end
  end
end

local function lapse()
  lapseEach(HELD, function(chat)
    local due = call('HGET', P..'c:'..chat, 'd')
    call('ZREM', HELD, chat)
    call('HDEL', P..'c:'..chat, 'k', 'w', 'd')
    if due then call('ZADD', DUE, due, chat) end
  end)
end

local function lapseLanes()
  lapseEach(SENDING, function(member)
    local chat, lane = string.match(member, '^(.*)|(.*)$')
    local due = call('HGET', P..'l:'..chat, lane..'.d')
    local rows = call('LLEN', P..'o:'..chat..':'..lane)
    call('ZREM', SENDING, member)
    if rows > 0 and due then call('ZADD', OUT, due, member)
    else call('HDEL', P..'l:'..chat, lane..'.k', lane..'.r', lane..'.d') end
  end)
end

`

const REST = `function steps.nextDue()
  lapse()
  lapseLanes()
  return { call('ZRANGE', DUE, 0, 0, 'WITHSCORES')[2] or '', call('ZRANGE', OUT, 0, 0, 'WITHSCORES')[2] or '' }
end

function steps.peek(chat) return call('HGET', P..'c:'..chat, 's') end

function steps.deadLetters(most)
  local letters = {}
  for i, member in ipairs(call('ZREVRANGE', DEAD, 0, most - 1)) do
    local chat, id = string.match(member, '^(.*)|(.*)$')
    letters[i] = { chat, id, call('HGET', P..'x:'..chat, id) }
  end
  return letters
end

function steps.swap(kind, key, field, old, new)
  if kind == 'list' then
    local at = call('LPOS', key, old)
    if at then call('LSET', key, at, new) end
    return at and 1 or 0
  end
  if call('HGET', key, field) ~= old then return 0 end
  call('HSET', key, field, new)
  return 1
end
`

const RUN = `local function run(text)
  local step = cjson.decode(text)
  return steps[step[1]](unpack(step, 2))
end
local answers = {}
for i = 5, #ARGV do
  local ok, answer = pcall(run, ARGV[i])
  if ok then answers[#answers + 1] = { 1, answer }
  else answers[#answers + 1] = { 0, type(answer) == 'table' and answer.err or tostring(answer) } end
end
return answers
`

const SOURCE = [LEASES, TAKING, COMMITTING, DELIVERING, REST, RUN].join('\n')

/** Refused whole when Redis is out of memory, so no step is ever half done (RELIABILITY F8). */
export const GROWING = `#!lua\n${SOURCE}`
/** Goes on when Redis is out of memory: these steps free it, or take next to none. */
export const SHRINKING = `#!lua flags=allow-oom\n${SOURCE}`

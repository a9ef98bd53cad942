/** Facts and roles lie in one slot, so that a script can look at a role and change facts in one step. */
export const FACTS = 'afilia:{facts}:fact'
const FOLDER = 'afilia:{facts}:in:'
export const FOLDERS = `${FOLDER}*`

export function folderKey(folder: string): string {
  return `${FOLDER}${folder}`
}

export function folderOf(key: string): string {
  return key.slice(FOLDER.length)
}

export function role(name: string): string {
  return `afilia:{facts}:role:${name}`
}

/** The last change of facts a holder of a role made, for as long as one may be held up on its way to Redis. */
export function order(name: string, holder: string): string {
  return `afilia:{facts}:nth:${name}:${holder}`
}

export const HOLD = `#!lua
local held = redis.call('GET', KEYS[1])
if held and held ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`

export const DROP = `#!lua flags=allow-oom
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1`

export const SWAP = `#!lua
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`

/** Everything that can fail comes before the first write, because Redis takes nothing back (RELIABILITY F9). */
const CHANGING = `
local role, order, holder, nth = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local call = redis.call
if role ~= '' then
  local last = tonumber(call('GET', order) or '0')
  if last == nth then return 1 end
  if last > nth or call('GET', role) ~= holder then return 0 end
end
local hashes = cjson.decode(ARGV[5])
for _, hash in ipairs(hashes) do call('HLEN', hash.key) end
if role ~= '' then call('SET', order, ARGV[4], 'PX', 86400000) end
-- Some at a time: Lua hands over only so many arguments. An even number, for what is put in comes in pairs.
local function each(list, run)
  for i = 1, #list, 1000 do run(unpack(list, i, math.min(i + 999, #list))) end
end
for _, hash in ipairs(hashes) do
  each(hash.put, function(...) call('HSET', hash.key, ...) end)
  each(hash.out, function(...) call('HDEL', hash.key, ...) end)
end
return 1`

export const CHANGE = `#!lua${CHANGING}`
export const REMOVE = `#!lua flags=allow-oom${CHANGING}`

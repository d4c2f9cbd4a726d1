const COUNT_VERSION = `
local function count_version(key)
  local counted = redis.pcall('HINCRBY', key, 'version', 1)
  if type(counted) == 'table' then redis.call('HSET', key, 'version', 1) end
end
`;

// The scripts that run in Redis. DECIDE runs once per decision, for one (operation, host, account): it takes
// in what became of earlier calls, then reserves the earliest instants at which the account's window and one
// address's window both have room. Time is the server's, in milliseconds.
//
// KEYS   1 account log, 2 account limit, 3 demand, then a log and a limit per address
// ARGV   one JSON object, see Decision in redis-wire.ts
// Answer one JSON object, see DecisionReply
//
// A log is a sorted set: member "<replica>:<number>", score the latest instant at which the upstream can
// have counted the call. Two more sets per log name those of its calls that are reserved and not reported
// yet, scored by the instant they were reserved for (":reserved"), and those that were refused (":refused").
//
// Nothing that is found is trusted: a key of another type is deleted, a score or field outside of what this
// script writes is dropped. A call that ought to be in a log and is not shows that the log was lost (flushed,
// evicted): that window stays shut until all that it may have held has passed.
export const DECIDE = `
local ask = cjson.decode(ARGV[1])
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + tonumber(clock[2]) / 1000
local repaired = 0
${COUNT_VERSION}
local function exact(number) return string.format('%.3f', number) end

local function expect(key, kind)
  local found = redis.call('TYPE', key).ok
  if found == 'none' or found == kind then return end
  redis.call('DEL', key)
  repaired = repaired + 1
end

-- A number that this script can have written, or nil.
local function number(text, lowest, highest)
  if not text then return nil end
  local value = tonumber(text)
  if value and value >= lowest and value <= highest then return value end
  repaired = repaired + 1
end

local function rate(perSecond)
  if perSecond >= 1 then return math.floor(perSecond), ask.windowMs end
  return 1, math.ceil(ask.windowMs / math.max(perSecond, 0.001))
end

local function open_window(log, limitKey, witness)
  expect(log, 'zset')
  expect(log .. ':reserved', 'zset')
  expect(log .. ':refused', 'zset')
  expect(limitKey, 'hash')
  local known = redis.call('HMGET', limitKey, 'limit', 'probeAt', 'pausedUntil', 'shutUntil')
  local learned = number(known[1], 0.0001, 1000000) or ask.quota
  local window = { log = log, limitKey = limitKey }
  window.limit = math.min(learned, ask.quota)
  window.count, window.windowMs = rate(window.limit)
  window.probeAt = learned < ask.quota and number(known[2], -1e15, now + 2 * ask.longestMs) or nil
  window.shut = math.max(number(known[3], -1e15, now + ask.longestMs) or 0, number(known[4], -1e15, now + ask.shutMs) or 0)
  repaired = repaired + redis.call('ZREMRANGEBYSCORE', log, '(' .. exact(now + ask.logMs), '+inf')
  local past = exact(now - window.windowMs)
  redis.call('ZREMRANGEBYSCORE', log, '-inf', past)
  redis.call('ZREMRANGEBYSCORE', log .. ':refused', '-inf', past)
  redis.call('ZREMRANGEBYSCORE', log .. ':reserved', '-inf', past)
  if type(witness) == 'table' and witness.heldUntil > now and not redis.call('ZSCORE', log, witness.id) then
    window.shut = math.max(window.shut, now + ask.shutMs)
    redis.call('HSET', limitKey, 'shutUntil', exact(window.shut))
    window.lost = true
  end
  return window
end

local function room_at(window, count)
  local over = redis.call('ZCARD', window.log) - count
  if over < 0 then return now end
  return tonumber(redis.call('ZRANGE', window.log, over, over, 'WITHSCORES')[2]) + window.windowMs
end

-- The earliest instant with room, and whether it takes the one call above the learned limit.
local function opening(window)
  local at, probe = room_at(window, window.count), false
  if window.probeAt and window.probeAt < at then
    local above = math.max(window.probeAt, room_at(window, window.count + 1))
    if above < at then at, probe = above, true end
  end
  return math.max(at, window.shut, now), probe
end

-- How many calls the upstream has in its window at an instant, refused ones left out, as far as we know:
-- not those that have left by then, nor those reserved for later.
local function others(window, at)
  local from, to = '(' .. exact(at - window.windowMs), exact(at + ask.guardMs)
  return redis.call('ZCOUNT', window.log, from, to)
    + redis.call('ZCOUNT', window.log .. ':reserved', '(' .. exact(at - ask.lateMs), exact(at))
    - redis.call('ZCOUNT', window.log .. ':refused', from, to)
end

local account = open_window(KEYS[1], KEYS[2], ask.witnesses[1])
local addresses = {}
for i = 4, #KEYS, 2 do
  addresses[#addresses + 1] = open_window(KEYS[i], KEYS[i + 1], ask.witnesses[#addresses + 2])
end
expect(KEYS[3], 'hash')

for _, call in ipairs(ask.settle) do
  for _, window in ipairs({ account, addresses[call.address] }) do
    redis.call('ZREM', window.log .. ':reserved', call.id)
    if call.drop then
      redis.call('ZREM', window.log, call.id)
    else
      redis.call('ZADD', window.log, exact(call.countedBy), call.id)
      if call.refused then redis.call('ZADD', window.log .. ':refused', exact(call.countedBy), call.id) end
    end
  end
end

-- Who else waits, and how much.
local waiting = {}
local demand = redis.call('HGETALL', KEYS[3])
for i = 1, #demand, 2 do
  local until_, count = string.match(demand[i + 1], '^(%d+%.?%d*) (%d+)$')
  if demand[i] == ask.replica or not until_ or tonumber(until_) < now then redis.call('HDEL', KEYS[3], demand[i])
  else waiting[demand[i]] = tonumber(count) end
end
local replicas = 1
for _ in pairs(waiting) do replicas = replicas + 1 end

-- What a replica has of some windows together, and what of them is left to others, which wait for it and have
-- not had their share: of the account's window, and of all addresses', whichever is scarce.
local function shares_of(windows)
  local shares = { windows = windows, held = {}, count = 0, left = 0 }
  for _, window in ipairs(windows) do
    shares.count = shares.count + window.count
    for _, id in ipairs(redis.call('ZRANGE', window.log, 0, -1)) do
      local owner = string.match(id, '^[^:]*')
      shares.held[owner] = (shares.held[owner] or 0) + 1
    end
  end
  shares.share = math.floor(shares.count / replicas)
  for other, count in pairs(waiting) do
    shares.left = shares.left + math.max(0, math.min(count, shares.share - (shares.held[other] or 0)))
  end
  return shares
end

local function is_left_to_others(shares, at)
  if (shares.held[ask.replica] or 0) < shares.share or shares.left == 0 then return false end
  local free = shares.count
  for _, window in ipairs(shares.windows) do
    free = free - redis.call('ZCOUNT', window.log, '(' .. exact(at - window.windowMs), '+inf')
  end
  return free <= shares.left
end

local on_account, on_addresses = shares_of({ account }), shares_of(addresses)

local granted, again = {}, 0
while #granted < ask.want do
  local at, probe = opening(account)
  local best, bestAt, bestProbe
  for index, window in ipairs(addresses) do
    local open, probing = opening(window)
    if not bestAt or open < bestAt or (open == bestAt and
      redis.call('ZCARD', window.log) < redis.call('ZCARD', addresses[best].log)) then
      best, bestAt, bestProbe = index, open, probing
    end
  end
  local start = math.max(at, bestAt)
  if start - now > ask.aheadMs then again = start - now - ask.aheadMs break end
  if is_left_to_others(on_account, start) or is_left_to_others(on_addresses, start) then again = ask.yieldMs break end
  local id = ask.replica .. ':' .. (ask.first + #granted)
  local address = addresses[best]
  granted[#granted + 1] = {
    id = id, address = best, at = exact(start),
    account = { others = others(account, start), probe = probe },
    onAddress = { others = others(address, start), probe = bestProbe },
  }
  for _, window in ipairs({ account, address }) do
    redis.call('ZADD', window.log, exact(start + ask.lateMs + ask.guardMs), id)
    redis.call('ZADD', window.log .. ':reserved', exact(start), id)
  end
  for _, probed in ipairs({ probe and account or false, bestProbe and address or false }) do
    if probed then
      probed.probeAt = now + ask.leaseMs
      redis.call('HSET', probed.limitKey, 'probeAt', exact(probed.probeAt))
      count_version(probed.limitKey)
    end
  end
  for _, shares in ipairs({ on_account, on_addresses }) do
    shares.held[ask.replica] = (shares.held[ask.replica] or 0) + 1
  end
end

local left = ask.want - #granted
if left > 0 then
  redis.call('HSET', KEYS[3], ask.replica, exact(now + again + ask.patienceMs) .. ' ' .. left)
end
redis.call('PEXPIRE', KEYS[3], ask.logMs)
local function keep(window)
  redis.call('PEXPIRE', window.limitKey, ask.limitMs)
  for _, suffix in ipairs({ '', ':reserved', ':refused' }) do
    redis.call('PEXPIRE', window.log .. suffix, ask.logMs + window.windowMs)
  end
end

local lost = 0
local function state(window)
  keep(window)
  if window.lost then lost = lost + 1 end
  return { others = others(window, now), limit = window.limit, windowMs = window.windowMs, inWindow = redis.call('ZCARD', window.log) }
end
local answer = { now = exact(now), granted = granted, againMs = again, replicas = replicas, account = state(account), addresses = {} }
for i, window in ipairs(addresses) do answer.addresses[i] = state(window) end
answer.repaired, answer.lost = repaired, lost
return cjson.encode(answer)
`;

// Shares the state of an adaptive limit, unless another replica changed it in the meantime: then answers with
// that one's.
// KEYS 1 limit · ARGV 1 expected version, 2 state as JSON or '', 3 milliseconds to keep it,
//                     4 limit, 5 probeAt, 6 pausedUntil, each as text or ''
export const OBSERVE = `
${COUNT_VERSION}
local found = redis.call('TYPE', KEYS[1]).ok
if found ~= 'none' and found ~= 'hash' then redis.call('DEL', KEYS[1]) end
local version = redis.call('HGET', KEYS[1], 'version') or '0'
if ARGV[2] ~= '' and version == ARGV[1] then
  redis.call('HSET', KEYS[1], 'json', ARGV[2])
  for i, field in ipairs({ 'limit', 'probeAt', 'pausedUntil' }) do
    if ARGV[3 + i] ~= '' then redis.call('HSET', KEYS[1], field, ARGV[3 + i])
    else redis.call('HDEL', KEYS[1], field) end
  end
  count_version(KEYS[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[3])
  return { 'kept', '', '' }
end
return { version, redis.call('HGET', KEYS[1], 'json') or '', redis.call('HGET', KEYS[1], 'probeAt') or '' }
`;

// When all replicas may share again after Redis was away. The first that comes back opens a grace in which
// the others notice, too; until it ends each keeps to its fraction. A starting replica only asks.
// KEYS 1 reopening · ARGV 1 'returning' or 'starting', 2 grace, 3 how long after it latecomers join at once
export const REOPEN = `
local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + tonumber(clock[2]) / 1000
local found = redis.call('TYPE', KEYS[1]).ok
if found ~= 'none' and found ~= 'string' then redis.call('DEL', KEYS[1]) end
local opens = tonumber(redis.call('GET', KEYS[1]) or '') or 0
-- Written by this script it is never further away than a grace.
if not (opens <= now + tonumber(ARGV[2])) then opens = 0 end
if ARGV[1] == 'returning' and opens < now - tonumber(ARGV[3]) then
  opens = now + tonumber(ARGV[2])
  redis.call('SET', KEYS[1], string.format('%.3f', opens), 'PX', 30000)
end
return string.format('%.3f', opens - now)
`;

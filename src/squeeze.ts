import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * What sessions are made of, the most frequent last. Part of the format: whatever was squeezed with it needs this very text, so it
 * never changes; a better one gets a mark of its own.
 */
const DICTIONARY = Buffer.from(
  '"setAside":"stripped":true,"firedAt":17,"endedAt":{"ticket":{"code":"","openedAt":17"shaken":true,"restUntil":17"campus":' +
    '"misses":1"detour":{"number":1,"now":{"kind":"case-campus","reason":"","detail":""}}"reminder":true,"flow":"}},"reachable":true}' +
    '"timers":{"day2":{"due":1795,"reminder":false,"flow":""trail":["arrival.ask","welcome.intro","prerequisites.ask","consent.ask",' +
    '"request.form","waiting.date","waiting.offer"],"asked":1,"question":{"number":1,"key":"-capture","step":"","savedOn":"2026-",' +
    '"phase":"early","reminders":true,"saved":true,"nss":"","curp":{"curp":"","birth":"20","state":"","sex":""},"purpose":"",' +
    '"value":{"":""},"context":{"consent":{"given":true,"version":"1","at":1795"flows":{"":{"version":1,"active":"",' +
    '"startedAt":1795,"seenAt":1795,"language":"es",{"schema":1,"chat":"telegram:whatsapp:',
)
const OPTIONS = { level: 1, windowBits: 11, memLevel: 4, dictionary: DICTIONARY }
/** Before what was squeezed; no text of ours begins with it. */
const MARK = 1
/** More than any session is (bytes): nobody fills our memory with a few squeezed ones. */
const MOST = 4 * 1024 * 1024

/** A session takes a quarter of the room; it costs less than what its length would cost on the way to the store. */
export function squeeze(text: string): Buffer {
  return Buffer.concat([Buffer.of(MARK), deflateRawSync(text, OPTIONS)])
}

/** What `squeeze` was given; what is not squeezed is returned as it is. Throws if it is damaged. */
export function unsqueeze(bytes: Buffer): string {
  if (bytes[0] !== MARK) return bytes.toString('utf8')
  return inflateRawSync(bytes.subarray(1), { ...OPTIONS, maxOutputLength: MOST }).toString('utf8')
}

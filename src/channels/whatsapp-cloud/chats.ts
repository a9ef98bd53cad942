import { z } from 'zod'
import { asMissing, damagedAsMissing, type FencedVault } from '../vault.ts'
import { type KeptMedia, mediaTypes } from './content.ts'
import { createLanes } from './lanes.ts'
import { addressOfNumber, type Person } from './person.ts'

/** What the channel keeps of a chat: how to reach it, until when, and what of it can still be fetched. */
const chatSchema = z.object({
  number: z.string().nullable(),
  user: z.string().nullable(),
  /** When they last wrote (ms): Meta takes free words for a day from then. */
  at: z.number(),
  /** What they wrote last, by its refs. */
  refs: z.array(z.string()),
  /** The refs of what has media kept, oldest first. */
  media: z.array(z.string()),
  /** The last template since they wrote. */
  template: z.object({ at: z.number(), ref: z.string() }).nullable(),
})
export type KeptChat = z.infer<typeof chatSchema>

const mediaSchema = z.object({
  id: z.string(),
  type: z.enum(mediaTypes),
  mime: z.string(),
  name: z.string().exactOptional(),
})

/** How far a message got whose row is not done: so many of its parts were taken, and its file is up under this id. */
const progressSchema = z.object({ row: z.string(), parts: z.int(), file: z.string().nullable() })
export type Progress = z.infer<typeof progressSchema>

export interface Chats {
  /** The address somebody writes from: the one they had when first seen, whether they show their number now or not. */
  addressOf(person: Person): Promise<string | null>
  /** They wrote. Durable once it resolves; the same again changes nothing. */
  heard(address: string, from: Person, written: { at: number; ref: string; media: KeptMedia | null }): Promise<void>
  find(address: string): Promise<KeptChat | null>
  mediaOf(address: string, ref: string): Promise<KeptMedia | null>
  /** Kept of a chat's last one only; null when that was another row's. */
  progressOf(address: string, row: string): Promise<Progress | null>
  keepProgress(address: string, progress: Progress): Promise<void>
  templateSent(address: string, template: { at: number; ref: string }): Promise<void>
  forget(address: string): Promise<void>
}

const MOST_REFS = 20
/** Meta keeps what came for a month at most; who sends more than this within it is not asked for the oldest. */
const MOST_MEDIA = 100

export function createChats(vault: FencedVault): Chats {
  const inLane = createLanes()

  const read = async (name: string, unreadable = damagedAsMissing) => (await vault.get([name], unreadable)).get(name)

  async function one<T>(name: string, schema: z.ZodType<T>, unreadable = damagedAsMissing): Promise<T | null> {
    const kept = await read(name, unreadable)
    // We wrote it ourselves; of what another release wrote, what does not fit is as good as gone.
    return kept === undefined ? null : (schema.safeParse(JSON.parse(kept)).data ?? null)
  }
  const find = (address: string) => one(chatName(address), chatSchema)

  return {
    find,
    async addressOf({ number, user }) {
      const known = user === null ? undefined : await read(aliasName(user))
      return known ?? (number === null ? user : addressOfNumber(number))
    },
    heard: (address, from, written) =>
      inLane(address, async () => vault.set(changed(address, await find(address), from, written))),
    mediaOf: (address, ref) => one(mediaName(address, ref), mediaSchema),
    async progressOf(address, row) {
      // Mostly it is of an answer long done, which nobody waits for.
      const last = await one(progressName(address), progressSchema, asMissing)
      return last?.row === row ? last : null
    },
    keepProgress: (address, progress) => vault.set(new Map([[progressName(address), JSON.stringify(progress)]])),
    templateSent: (address, template) =>
      inLane(address, async () => {
        const kept = await find(address)
        if (kept) await vault.set(new Map([[chatName(address), JSON.stringify({ ...kept, template })]]))
      }),
    forget: (address) =>
      inLane(address, async () => {
        const kept = await find(address)
        const names = [
          chatName(address),
          progressName(address),
          ...(kept?.media ?? []).map((ref) => mediaName(address, ref)),
        ]
        if (kept?.user) names.push(aliasName(kept.user))
        await vault.set(new Map(names.map((name) => [name, null])))
      }),
  }
}

/** The facts as they are once somebody wrote: all in one change, so that none stands without the others. */
function changed(
  address: string,
  before: KeptChat | null,
  from: Person,
  { at, ref, media }: { at: number; ref: string; media: KeptMedia | null },
): Map<string, string | null> {
  const isNewer = before === null || at > before.at
  const shared = [...(before?.media ?? []).filter((other) => other !== ref), ...(media ? [ref] : [])]
  const after: KeptChat = {
    // Meta is answered at the number it gave, be it with or without the 1.
    number: from.number ?? before?.number ?? null,
    user: from.user ?? before?.user ?? null,
    at: isNewer ? at : before.at,
    refs: [...(before?.refs ?? []).filter((other) => other !== ref), ref].slice(-MOST_REFS),
    media: shared.slice(-MOST_MEDIA),
    template: isNewer ? null : before.template,
  }
  const changes = new Map<string, string | null>([[chatName(address), JSON.stringify(after)]])
  for (const old of shared.slice(0, -MOST_MEDIA)) changes.set(mediaName(address, old), null)
  if (media) changes.set(mediaName(address, ref), JSON.stringify(media))
  if (from.user !== null) changes.set(aliasName(from.user), address)
  return changes
}

function chatName(address: string): string {
  return `chat/${address}`
}

function mediaName(address: string, ref: string): string {
  return `media/${address}/${ref}`
}

function progressName(address: string): string {
  return `progress/${address}`
}

function aliasName(user: string): string {
  return `alias/${user}`
}

import { z } from 'zod'
import type { Clock } from '../../clock.ts'
import type { Chats } from './chats.ts'
import type { Payload } from './encode.ts'
import { type Graph, GraphError, UnreachableError } from './graph.ts'
import type { Files } from './media.ts'
import type { Recipient } from './person.ts'
import type { Step } from './steps.ts'
import type { Told } from './told.ts'

export interface Sending {
  /** Whose chat it is. */
  address: string
  to: Recipient
  steps: readonly Step[]
  /** What the first of them answers. */
  quotes: string | undefined
  /** Goes along with the last of them; the others get it with their number. */
  id: string | undefined
}

/**
 * Sends what a message comes to, in order; resolves with the ref of the last. Rejects with what Meta says, and with UnfinishedError
 * when it took too long: how far it got is kept, and whoever sends it again, be it another process, goes on from there.
 */
export type Send = (sending: Sending) => Promise<string>

/** Nothing is wrong: the rest is for the next go, and each go gets further. */
export class UnfinishedError extends Error {
  override readonly name = 'UnfinishedError'
}

/** How long after a go began (ms) another part may begin: one takes ten seconds at most, and its row is ours for twelve. */
const IN_TIME = 1500

const sent = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

/** How Meta says that what is quoted cannot be: a parameter is wrong. */
const WRONG_PARAMETER = [100, 131009]

interface SendParts {
  graph: Graph
  files: Files
  chats: Pick<Chats, 'progressOf' | 'keepProgress'>
  told: Told
  clock: Pick<Clock, 'monotonic'>
  numberId: string
}

export function createSend(parts: SendParts): Send {
  const { chats, clock, files, graph, numberId, told } = parts
  const path = `${numberId}/messages`

  async function post(body: object): Promise<string> {
    const ref = sent.safeParse(await graph.post(path, body)).data?.messages[0]?.id
    if (ref === undefined) throw new UnreachableError('a message was answered by somebody else')
    return ref
  }

  async function one(to: Recipient, payload: Payload, quotes: string | undefined, opaque: string | undefined) {
    const body = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...to,
      ...(opaque !== undefined && { biz_opaque_callback_data: opaque }),
      ...payload,
    }
    if (quotes === undefined) return post(body)
    return post({ ...body, context: { message_id: quotes } }).catch((error: unknown) => {
      if (!(error instanceof GraphError) || !WRONG_PARAMETER.includes(error.code)) throw error
      // What it answers may be gone by now: the answer is not.
      return post(body)
    })
  }

  return async ({ address, to, steps, quotes, id }) => {
    const begun = clock.monotonic()
    const isLate = () => id !== undefined && clock.monotonic() - begun > IN_TIME
    const row = isLong(steps) ? id : undefined
    const before = row === undefined ? null : await chats.progressOf(address, row)
    const keep = async (parts: number, file: string | null) =>
      row === undefined ? undefined : chats.keepProgress(address, { row, parts, file })

    async function payloadOf(step: Step, index: number): Promise<Payload> {
      if ('payload' in step) return step.payload
      const file = before?.file ?? (await files.upload(step.upload))
      if (before?.file === file || !isLate()) return step.payloadOf(file)
      await keep(index, file)
      throw new UnfinishedError('the file is up, and to be sent')
    }

    let ref = ''
    const first = Math.min(before?.parts ?? 0, steps.length - 1)
    for (const [index, step] of steps.entries()) {
      if (index < first) continue
      if (index > first && isLate()) throw new UnfinishedError('the rest is to be sent')
      const isLast = index === steps.length - 1
      const opaque = id === undefined || isLast ? id : `${id}.${index}`
      const known = opaque === undefined ? undefined : told.refOf(opaque)
      ref = known ?? (await one(to, await payloadOf(step, index), index === 0 ? quotes : undefined, opaque))
      if (opaque !== undefined) told.keep(opaque, ref)
      if (!isLast) await keep(index + 1, null)
    }
    return ref
  }
}

/** More than one call of Meta's. */
function isLong(steps: readonly Step[]): boolean {
  return steps.length > 1 || steps.some((step) => 'upload' in step)
}

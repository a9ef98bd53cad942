import { z } from 'zod'
import type { Payload } from './encode.ts'
import { type Graph, GraphError, UnreachableError } from './graph.ts'
import type { Files } from './media.ts'
import type { Recipient } from './person.ts'
import type { Step } from './steps.ts'
import type { Told } from './told.ts'

export interface Sending {
  to: Recipient
  steps: readonly Step[]
  /** What the first of them answers. */
  quotes: string | undefined
  /** Goes along with the last of them; the others get it with their number. */
  id: string | undefined
}

/** Sends what a message comes to, in order; resolves with the ref of the last. Rejects with what Meta says. */
export type Send = (sending: Sending) => Promise<string>

const sent = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) })

/** How Meta says that what is quoted cannot be: a parameter is wrong. */
const WRONG_PARAMETER = [100, 131009]

export function createSend(parts: { graph: Graph; files: Files; told: Told; numberId: string }): Send {
  const { graph, files, told, numberId } = parts
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

  return async ({ to, steps, quotes, id }) => {
    let ref = ''
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1
      const opaque = id === undefined || isLast ? id : `${id}.${index}`
      const known = opaque === undefined ? undefined : told.refOf(opaque)
      const payload = async () => ('payload' in step ? step.payload : step.payloadOf(await files.upload(step.upload)))
      ref = known ?? (await one(to, await payload(), index === 0 ? quotes : undefined, opaque))
      if (opaque !== undefined) told.keep(opaque, ref)
    }
    return ref
  }
}

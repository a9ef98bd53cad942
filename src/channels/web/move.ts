import { z } from 'zod'
import { chatId } from '../../ids.ts'
import type { Stage } from './stage.ts'

const MINUTE = 60_000

export const student = z.coerce.number().int().min(1).max(9999)

/** Where the clock is to go: a business day on, to a student's next reminder, or some minutes on. */
export const moveSchema = z.discriminatedUnion('to', [
  z.strictObject({ to: z.literal('business-day'), student }),
  z.strictObject({ to: z.literal('reminder'), student }),
  z.strictObject({ to: z.literal('minutes'), minutes: z.number().int().min(1).max(1440) }),
])

type Move = z.infer<typeof moveSchema>

/** False if there is nowhere to go. */
export async function move(stage: Stage, wanted: Move): Promise<boolean> {
  const { clock } = stage.port
  const now = clock.now()
  const next = await aim(stage, wanted, now)
  if (next === null) return false
  const at = Math.max(next, now)
  // First the line, so that whatever the jump wakes comes after it.
  await stage.write('clock', { type: 'jump' }, at)
  clock.moveTo(at)
  stage.feed.now('time', stage.instant(clock.now()))
  return true
}

async function aim({ port }: Stage, wanted: Move, now: number): Promise<number | null> {
  if (wanted.to === 'minutes') return now + wanted.minutes * MINUTE
  if (wanted.to === 'business-day') return port.nextBusinessDay(now)
  return port.nextReminder(chatId('web', wanted.student))
}

import type { Params } from '../../flows/flow.ts'
import type { MailOf } from '../mail.ts'
import { channelName, type Draft, firstFlow, tagOf, word } from './draft.ts'
import type { Windows } from './session.ts'

/** More of a student's message found its network's window closed: counted by day, and told in one line that grows (RELIABILITY F26). */
export function hearWindow(draft: Draft, { channel, template }: MailOf<'window'>): void {
  const day = today(draft)
  const before = draft.session.windows[channel]
  const now = before?.day === day ? before : fresh(day)
  draft.session.windows[channel] = now
  if (template) now.templates += 1
  else now.none += 1
}

/** One line a day at most: posted with the first of them, changed with the others, one change under way at a time. */
export function showWindows(draft: Draft): void {
  if (draft.env.group === null) return
  for (const [channel, windows] of Object.entries(draft.session.windows)) {
    const { day, ref, isUnderWay, isFinal, shown } = windows
    if (day !== today(draft) || isUnderWay || isFinal || shown === total(windows)) continue
    windows.isUnderWay = true
    windows.shown = total(windows)
    const parts = [{ scope: null, key: 'desk-window', params: paramsOf(draft, channel, windows) }]
    const tag = tagOf('window', '', `${channel} ${day}`)
    draft.effects.push({ type: 'say', parts, ask: null, copy: [], tag, ...(ref !== null && { edits: ref }) })
  }
}

export function windowShown(draft: Draft, of: string, ref: string): void {
  const windows = windowsOf(draft, of)
  if (windows) Object.assign(windows, { ref, isUnderWay: false })
}

/** Too old to be changed, or gone: /estado still has the count. */
export function windowFailed(draft: Draft, of: string): void {
  const windows = windowsOf(draft, of)
  if (windows) Object.assign(windows, { isUnderWay: false, isFinal: true })
}

/** The same for /estado, a line for each channel. */
export function windowLines(draft: Draft): string[] {
  return Object.entries(draft.session.windows).flatMap(([channel, windows]) =>
    windows.day === today(draft) ? [word(draft, '', 'desk-window', paramsOf(draft, channel, windows))] : [],
  )
}

/** In another group that line is not there. */
export function forgetWindows(draft: Draft): void {
  for (const windows of Object.values(draft.session.windows))
    Object.assign(windows, { ref: null, isUnderWay: false, isFinal: true })
}

function windowsOf({ session }: Draft, of: string): Windows | undefined {
  return Object.entries(session.windows).find(([channel, { day }]) => of === `${channel} ${day}`)?.[1]
}

function paramsOf(draft: Draft, channel: string, { templates, none }: Windows): Params {
  return { channel: channelName(draft, channel), templates, none }
}

function total({ templates, none }: Windows): number {
  return templates + none
}

function fresh(day: string): Windows {
  return { day, templates: 0, none: 0, ref: null, isUnderWay: false, isFinal: false, shown: 0 }
}

function today(draft: Draft): string {
  return draft.env.calendar(firstFlow(draft).id).day(draft.at)
}

import type { Entry } from './page/wire.ts'

/** Entries kept of one log. */
export const LONGEST_LOG = 500
/** Letters of pictures and files kept of one log, the newest one's aside: the whole log is written anew with every line. */
const MOST_HELD = 1_000_000

/** A log with one more line. What that line takes back or replaces is forgotten with it, so that no deleted word outlives a crash. */
export function withLine(log: readonly Entry[], added: Entry): Entry[] {
  return lightened([...log.map((entry) => after(added, entry)), added].slice(-LONGEST_LOG))
}

function after(added: Entry, entry: Entry): Entry {
  if (added.type === 'revised') return speaksOf(entry, added.of) ? reworded(entry) : entry
  if (added.type !== 'delete') return entry
  return speaksOf(entry, added.of) ? blanked(entry) : unquoted(entry, added.of)
}

function speaksOf(entry: Entry, id: number): boolean {
  return entry.id === id || ((entry.type === 'edit' || entry.type === 'revised') && entry.of === id)
}

/** Only the newest words stay. The choices do, too: whoever pressed one a moment too late is heard. */
function reworded(entry: Entry): Entry {
  return entry.type === 'bot' || entry.type === 'revised' ? { ...entry, text: '', spans: [] } : entry
}

function blanked(entry: Entry): Entry {
  switch (entry.type) {
    case 'edit':
      return { ...entry, text: null }
    case 'revised':
      return { ...entry, text: '', spans: [], choices: [] }
    case 'bot':
      return {
        ...entry,
        text: '',
        spans: [],
        choices: [],
        copies: [],
        ...(entry.holds && { holds: emptied(entry.holds) }),
      }
    case 'person':
      return entry.said.kind === 'text' ? { ...entry, said: { kind: 'text', text: null } } : entry
    default:
      return entry
  }
}

function unquoted(entry: Entry, id: number): Entry {
  const quotes = { ref: String(id), text: '' }
  if (entry.type === 'bot' && entry.quotes?.ref === quotes.ref) return { ...entry, quotes }
  if (entry.type !== 'person' || entry.said.kind === 'press' || entry.said.quotes?.ref !== quotes.ref) return entry
  return { ...entry, said: { ...entry.said, quotes } }
}

type Held = NonNullable<Extract<Entry, { type: 'bot' }>['holds']>

function emptied(held: Held): Held {
  if (held.kind === 'picture') return { ...held, png: null }
  return held.kind === 'file' ? { ...held, text: null } : held
}

/** Lets go of the oldest pictures and files beyond what may be kept; their lines stay and say so. */
function lightened(log: Entry[]): Entry[] {
  let left = MOST_HELD
  let newest = true
  return log
    .toReversed()
    .map((entry) => {
      if (entry.type !== 'bot' || !entry.holds) return entry
      const size = sizeOf(entry.holds)
      if (size === 0) return entry
      left -= size
      const stays = newest || left >= 0
      newest = false
      return stays ? entry : { ...entry, holds: emptied(entry.holds) }
    })
    .toReversed()
}

function sizeOf(held: Held): number {
  if (held.kind === 'picture') return held.png?.length ?? 0
  return held.kind === 'file' ? (held.text?.length ?? 0) : 0
}

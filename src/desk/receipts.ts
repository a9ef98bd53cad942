import type { MailOf } from '../mail.ts'
import { keepPrompt } from './bulk.ts'
import { addRef, type Draft, readTag, say, word } from './draft.ts'
import { relayNext } from './relay.ts'
import type { Case, Ref } from './session.ts'
import { windowFailed, windowShown } from './windows.ts'

/** The network took a message of ours: from now on its id stands for the case. */
export function hearDelivered(draft: Draft, { tag, ref, strayed }: MailOf<'delivered'>): void {
  const { as, code, of } = readTag(tag)
  if (as === 'bulk') return keepPrompt(draft, of, ref)
  if (as === 'window') return windowShown(draft, of, ref)
  // Before a release that tagged: the tag was the code.
  const entry = draft.session.cases[code === '' ? as : code]
  if (!entry) return takeAway(draft, as, code, ref)
  if (as === 'topic') {
    draft.session.topics = true
    entry.thread = ref
    entry.card.sentAt = 0
    entry.card.stale = true
    return
  }
  // Its topic is no more: a new one is made, and the card in it.
  if (strayed) {
    entry.thread = null
    entry.card = { ref: null, sentAt: 0, stale: true }
  }
  if (as === 'card') {
    // Of a card that another has replaced meanwhile.
    if (of !== '' && of !== entry.card.ref && !strayed) return
    if (strayed) return void draft.effects.push({ type: 'delete', ref })
    entry.card = { ...entry.card, ref, sentAt: 0 }
    return addRef(draft, entry, ref, 'card')
  }
  if (as === 'sent') {
    const sent = entry.refs.find((one) => one.as === 'sent' && one.of === of)
    if (sent) sent.ref = ref
    else addRef(draft, entry, ref, 'other')
    return
  }
  addRef(draft, entry, ref, kindOf(as), of)
  if (as === 'said') relayNext(draft, code, entry)
}

/** On its way when the student erased everything. */
function takeAway(draft: Draft, as: string, code: string, ref: string): void {
  if (draft.session.erased[code] === undefined) return
  if (as === 'topic') draft.effects.push({ type: 'topic', thread: ref, title: `#${code}`, state: 'deleted' })
  else draft.effects.push({ type: 'delete', ref })
}

function kindOf(as: string): Ref['as'] {
  const kinds = ['said', 'thing', 'prompt-answer', 'prompt-note'] as const
  return kinds.find((kind) => kind === as) ?? 'other'
}

/** What the network will never take: the card goes another way, and nothing is lost in silence. */
export function hearFailed(draft: Draft, { tag, reason }: MailOf<'failed'>): void {
  const { as, code, of } = readTag(tag)
  if (as === 'window') return windowFailed(draft, of)
  if (as === 'topic-erased') return say(draft, 'desk-erase-by-hand', { code })
  const entry = draft.session.cases[code]
  if (!entry) return
  if (as === 'topic') {
    if (reason === 'no-right' && draft.session.topics !== false) say(draft, 'desk-no-topics')
    draft.session.topics = false
    entry.card.sentAt = 0
    return
  }
  if (as === 'card') return cardFailed(draft, code, entry, reason, of)
  if (as === 'said') relayNext(draft, code, entry)
  if (as === 'said' || as === 'thing') {
    say(
      draft,
      'desk-not-carried',
      { code, why: word(draft, entry.flow, `not-carried-${reason === 'elsewhere' ? 'elsewhere' : 'other'}`) },
      { code },
    )
  }
}

/**
 * Deleted by hand, or too old to be changed on its network: another one, and the old one still stands for the case. What a network
 * refuses for another reason, or refuses of a new card, it would refuse again; the case is told by its name.
 */
function cardFailed(draft: Draft, code: string, entry: Case, reason: string, of: string): void {
  const { card } = entry
  // Of a card that another has replaced meanwhile.
  if (of !== '' && of !== card.ref) return
  if (reason === 'no-such' && card.ref !== null) return void postAnew(entry)
  entry.card = { ...card, sentAt: 0 }
  say(draft, 'desk-card-refused', { code }, { code })
}

function postAnew(entry: Case): void {
  entry.card = { ref: null, sentAt: 0, stale: true }
}

/** Said of a message that nobody got; of it nothing more is said. */
const LOST = 'lost'

/** The network took it, and gave it up later. A card is posted again, once in a while; of the rest the group is told that it is missing. */
export function hearUndelivered(draft: Draft, { ref }: MailOf<'undelivered'>): void {
  for (const [code, entry] of Object.entries(draft.session.cases)) {
    const lost = entry.refs.find((one) => one.ref === ref)
    if (!lost && entry.card.ref !== ref) continue
    entry.refs = entry.refs.filter((one) => one !== lost)
    if (entry.card.ref === ref) return cardLost(draft, code, entry)
    // What an agent wrote stands there all the same.
    if (!lost || lost.of === LOST || ['answer', 'bulk', 'note'].includes(lost.as)) return
    return say(draft, 'desk-lost-here', { code }, { code, of: LOST })
  }
}

function cardLost(draft: Draft, code: string, entry: Case): void {
  const isAgain = draft.at - entry.lostAt < AGAIN
  entry.lostAt = draft.at
  if (!isAgain) return postAnew(entry)
  // The next change posts it.
  entry.card = { ref: null, sentAt: 0, stale: false }
  say(draft, 'desk-card-refused', { code }, { code, of: LOST })
}

/** A card that gets lost again so soon (ms) would get lost a third time. */
const AGAIN = 60 * 60_000

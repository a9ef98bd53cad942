import { chatPanel } from './chat.ts'
import { clockPanel } from './clock.ts'
import type { Content } from './composer.ts'
import { element, find } from './element.ts'
import { mapPanel } from './map.ts'
import { ask, openSession, tell } from './server.ts'
import { say } from './status.ts'
import { listen } from './stream.ts'
import { tabs } from './tabs.ts'
import { testDialog } from './test-dialog.ts'
import { transcript } from './transcript.ts'
import type { MapAnswer, PlaceAnswer, Shown, StreamEvents } from './wire.ts'
import { fillWords, loadWords, word } from './words.ts'

/** Puts the page together: what comes from the server goes to the panels, what people do goes to the server. */
async function open(): Promise<void> {
  await loadWords()
  fillWords()
  let { students } = await openSession()
  let student = 1
  let stop = (): void => {}
  let logs: { student: Shown[]; desk: Shown[]; clock: Shown[] } = { student: [], desk: [], clock: [] }

  const phone = chatPanel(find(document, '#panel-student', HTMLElement), false, (content) => speak(student, content))
  const desk = chatPanel(find(document, '#panel-desk', HTMLElement), true, (content) => speak('desk', content))
  const clock = clockPanel(find(document, '#panel-clock', HTMLElement), (to) => {
    void attempt(() => tell('/api/clock', { student, to }))
  })
  const map = mapPanel(find(document, '#steps', HTMLElement), await ask<MapAnswer>('/api/map'))
  const bar = tabs(find(document, '.tabs', HTMLElement), (name) => {
    if (name === 'student') phone.showEnd()
    if (name === 'desk') desk.showEnd()
  })
  const dialog = testDialog(find(document, '#test', HTMLDialogElement))
  const select = find(document, '#students', HTMLSelectElement)
  const look = lookOut(
    () => student,
    (place) => {
      map.light(place.place, place.trail)
      clock.reminder(place.reminder)
    },
  )

  function line({ log, entry }: StreamEvents['line']): void {
    const name = log === 'desk' || log === 'clock' ? log : 'student'
    // A line written while the page opened comes twice: within everything, and by itself.
    if (logs[name].some(({ id }) => id === entry.id)) return
    logs[name].push(entry)
    if (name !== 'desk') phone.add(entry)
    if (name !== 'student') desk.add(entry)
    if (name !== 'clock') bar.mark(name)
    look()
  }

  function show(wanted: number): void {
    student = Math.min(Math.max(1, wanted), students)
    select.replaceChildren(...numbers(students).map((n) => element('option', { value: n }, `${word('student')} ${n}`)))
    select.value = String(student)
    stop()
    stop = listen(student, {
      all(data) {
        logs = data
        phone.reset(merged(data.student, data.clock))
        desk.reset(merged(data.desk, data.clock))
        look()
      },
      line,
      time(instant) {
        clock.time(instant)
        look()
      },
      online: (is) => say(is ? '' : word('offline'), true),
    })
  }

  select.addEventListener('change', () => {
    location.hash = select.value
  })
  window.addEventListener('hashchange', () => show(Number(location.hash.slice(1)) || 1))
  find(document, '#new-student', HTMLButtonElement).addEventListener('click', () => {
    void attempt(async () => {
      students = (await tell<{ student: number }>('/api/students', {})).student
      location.hash = String(students)
    })
  })
  find(document, '#copy-test', HTMLButtonElement).addEventListener('click', () => {
    dialog.open(transcript(logs, students === 1))
  })
  show(Number(location.hash.slice(1)) || students)
}

function speak(chat: number | 'desk', content: Content): Promise<boolean> {
  return attempt(() => tell('/api/say', { chat, content }))
}

/** False, and a word about it, when the server did not take it. */
async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch {
    say(word('failed'))
    return false
  }
}

/** Asks where the student is; however often it is called, one question is under way and at most one waits. */
function lookOut(student: () => number, found: (place: PlaceAnswer) => void): () => void {
  let asking = false
  let again = false
  return async function look(): Promise<void> {
    again = asking
    if (asking) return
    asking = true
    const wanted = student()
    const place = await ask<PlaceAnswer>(`/api/place?student=${wanted}`).catch(() => null)
    asking = false
    if (place && wanted === student()) found(place)
    if (again || wanted !== student()) await look()
  }
}

function merged(log: readonly Shown[], clock: readonly Shown[]): Shown[] {
  return [...log, ...clock].sort((a, b) => a.id - b.id)
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1))
}

await open()

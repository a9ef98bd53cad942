import { chatPanel } from './chat.ts'
import { clockPanel } from './clock.ts'
import { deskPanel } from './desk.ts'
import { element, find } from './element.ts'
import { mapPanel } from './map.ts'
import { ask, openSession, tell } from './server.ts'
import { say as remark } from './status.ts'
import { listen } from './stream.ts'
import { tabs } from './tabs.ts'
import { testDialog } from './test-dialog.ts'
import { transcript } from './transcript.ts'
import type { Logs, MapAnswer, PlaceAnswer, StreamEvents } from './wire.ts'
import { fillWords, loadWords, word } from './words.ts'

/** Puts the page together: what comes from the server goes to the panels, what people do goes to the server. */
async function open(): Promise<void> {
  await loadWords()
  fillWords()
  let { students } = await openSession()
  let student = 1
  let stop = (): void => {}
  let logs: Logs = { student: [], desk: [], clock: [], 'agente-1': [], 'agente-2': [] }

  const phone = chatPanel(find(document, '#panel-student', HTMLElement), (content) => say({ chat: student, content }))
  const desk = deskPanel(find(document, '#panel-desk', HTMLElement), {
    say: (chat, as, content) => say(chat === 'desk' ? { chat, as, content } : { chat, content }),
    change: (who, change) => void attempt(() => tell('/api/agents', { who, ...change })),
  })
  const clock = clockPanel(find(document, '#panel-clock', HTMLElement), (move) => {
    void attempt(() => tell('/api/clock', move.to === 'minutes' ? move : { student, ...move }))
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
    const name = log === 'clock' || log === 'desk' || log === 'agente-1' || log === 'agente-2' ? log : 'student'
    // A line written while the page opened comes twice: within everything, and by itself.
    if (logs[name].some(({ id }) => id === entry.id)) return
    logs[name].push(entry)
    if (name === 'student' || name === 'clock') phone.add(entry)
    if (name !== 'student') desk.add(name, entry)
    if (entry.type === 'bot' || entry.type === 'person') bar.mark(name === 'student' ? 'student' : 'desk')
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
        phone.reset([...data.student, ...data.clock].sort((a, b) => a.id - b.id))
        desk.reset(data)
        look()
      },
      line,
      time(instant) {
        clock.time(instant)
        look()
      },
      agents: desk.agents,
      online: (is) => remark(is ? '' : word('offline'), true),
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

function say(said: object): Promise<boolean> {
  return attempt(() => tell('/api/say', said))
}

/** False, and a word about it, when the server did not take it. */
async function attempt(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run()
    return true
  } catch {
    remark(word('failed'))
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

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1))
}

await open()

/** Students who say rising numbers, each a few ahead of what the bot has echoed; and staff who answer one more student in the group. */

import type { Group } from '../../channels/whatsapp/fake-group.ts'
import type { FakeWhatsApp } from '../../channels/whatsapp/fake-whatsapp.ts'
import { FIRST_CASE, opensCase, setsTimer } from '../flow.ts'
import type { Expected } from './oracle.ts'

export interface Crowd {
  readonly group: Group
  /** Until somebody says something else. */
  talk(): void
  hush(): void
  /** Somebody of staff, on a phone set up anew, answers the case: the message brings the key of those that follow. */
  reply(): void
  /** One more student has a case at the desk, which the agents answer. */
  openCase(): Promise<void>
  /** Resolves once everything said was answered. */
  answered(): Promise<void>
  /** What everybody must see in the end. */
  expected(): Expected[]
  close(): void
}

const STUDENTS = [1, 2, 3, 4]
const PATIENT = 9
const AGENTS = 50
const AHEAD = 2
/** How often everybody looks at their screen (ms). */
const LOOKS_EVERY = 20

const ANSWERS: [RegExp, string][] = [
  [/^detour-campus\b/, 'campus-center'],
  [/^detour-case-id\b/, 'detour-case-id.choice-skip'],
  [/^detour-case-deadline\b/, 'detour-case-deadline.choice-none'],
]

export function createCrowd(server: FakeWhatsApp): Crowd {
  const agents = [server.phone(AGENTS), server.phone(AGENTS + 1)]
  const group = server.group(agents)
  const patient = server.phone(PATIENT)
  const students = STUDENTS.map((n) => ({
    phone: server.phone(n),
    last: 0,
    said: [] as { id: string; text: string }[],
  }))
  const replies: { id: string; text: string }[] = []
  let card: string | null = null
  let isTalking = false
  let onAnswered = (): void => undefined

  function sayNext(student: (typeof students)[number]): void {
    do student.last += 1
    while (setsTimer(student.last) || opensCase(student.last))
    const one = { id: '', text: `echo ${student.last} ${student.said.length + 1}` }
    student.said.push(one)
    void student.phone.says(`numero ${student.last}`, { wait: false }).then((id) => {
      one.id = id
    })
  }

  function look(): void {
    for (const student of students) {
      const heard = new Set(textsOf(student.phone)).size
      while (isTalking && student.said.length - heard < AHEAD) sayNext(student)
    }
    if (expected().every(({ said, phone }) => isAll(said, phone))) onAnswered()
  }

  function reply(): void {
    // The one who has the case: nobody else may answer it.
    const [agent] = agents
    if (card === null || agent === undefined) return
    void agent.losesKeys()
    const words = `hola ${replies.length + 1}`
    const one = { id: '', text: `desk-reply ${words}` }
    replies.push(one)
    void group.says(agent, words, { quotes: card, wait: false }).then((id) => {
      one.id = id
    })
  }

  function expected(): Expected[] {
    return [
      ...students.map(({ phone, said }) => ({ phone, said, pattern: /^echo / })),
      { phone: patient, said: replies, pattern: /^desk-reply / },
    ]
  }

  const looking = setInterval(look, LOOKS_EVERY)
  return {
    group,
    expected,
    talk() {
      isTalking = true
    },
    hush() {
      isTalking = false
    },
    reply,
    async openCase() {
      await patient.says(`numero ${FIRST_CASE}`)
      for (const [question, answer] of ANSWERS) {
        await patient.hears(question)
        await patient.says(answer)
      }
      await patient.hears(/^case-opened/)
      card = (await group.hears(/ card /)).id
    },
    answered: () =>
      new Promise((resolve) => {
        onAnswered = resolve
      }),
    close: () => clearInterval(looking),
  }
}

const textsOf = (phone: Expected['phone']): string[] => phone.screen().map(({ text }) => text)

function isAll(said: readonly { text: string }[], phone: Expected['phone']): boolean {
  const shown = new Set(textsOf(phone))
  return said.every(({ text }) => shown.has(text))
}

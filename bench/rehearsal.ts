import { type Dialogue, lineAt } from './dialogue.ts'
import { startOurs } from './ours.ts'
import type { Asked } from './side.ts'
import { createStudents, nextUpdate } from './student.ts'

/** Rounds enough that whatever is different the first time is over. */
const ROUNDS = 4

/**
 * Talks through the dialogue with nobody else there and learns how many messages each turn is answered with, which is how the
 * load tells that a turn is over. Throws if the bot does not offer what the student is to press.
 */
export async function rehearse(dialogue: Dialogue): Promise<number[]> {
  const replies: number[] = []
  const student = createStudents().at(0)
  let asked: Asked | null = null
  const ours = await startOurs({ transport: { kind: 'in-process' }, store: ':memory:' }, (_, question) => {
    replies.push((replies.pop() ?? 0) + 1)
    asked = question ?? asked
  })
  await ours.world.settled()
  for (let turn = 0; turn < ROUNDS * dialogue.lines.length; turn += 1) {
    replies.push(0)
    student.question = pressed(dialogue, turn, asked)
    await ours.take(nextUpdate(student, dialogue, turn + 1, ours.clock.now()))
    await ours.world.settled()
  }
  await ours.stop()
  if (roundOf(dialogue, replies, 1) !== roundOf(dialogue, replies, 2)) {
    throw new Error(`${dialogue.name}: it is not answered alike every time`)
  }
  return replies
}

function roundOf({ lines }: Dialogue, replies: readonly number[], fromEnd: number): string {
  const end = replies.length - (fromEnd - 1) * lines.length
  return replies.slice(end - lines.length, end).join(' ')
}

/** The number of the question that the line presses a choice of. */
function pressed(dialogue: Dialogue, turn: number, asked: Asked | null): number {
  const line = lineAt(dialogue, turn)
  const offered = (asked?.choices ?? []).map(({ id }) => id)
  if ('presses' in line && !offered.includes(line.presses)) {
    throw new Error(`${dialogue.name}, turn ${turn + 1}: ${line.presses} is not among [${offered.join(' ')}]`)
  }
  return asked?.question ?? 0
}

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { flows } from '../../../flows/index.ts'
import { createCalendar } from '../../../src/calendar.ts'
import type { Message } from '../../../src/message.ts'
import { openWorld, type WorldOnGraph } from './world-on-graph.ts'

const SCRIPT = readFileSync(new URL('../../transcripts/happy-path.txt', import.meta.url), 'utf8').split('\n')

it('the whole procedure, over HTTP, in the words of the transcript', async () => {
  const template = { name: 'aviso_de_tramite', language: 'es_MX' }
  const on = await openWorld(instant('2026-11-23 10:00'), { template })
  on.graph.templates.add(template.name)
  const played: string[] = []
  for (const line of SCRIPT) {
    if (!line.startsWith('> ') && !line.startsWith('@ ')) continue
    played.push(line)
    const before = on.delivered.length
    await perform(on, line)
    played.push(...on.delivered.slice(before).map(({ message }) => shownAs(message)))
  }
  expect(played).toEqual(SCRIPT.filter((line) => line !== '' && !line.startsWith('#')).flatMap(asHere))
  expect(on.delivered.map(({ receipt }) => receipt.status)).toEqual(on.delivered.map(() => 'sent'))
  // Two days and five days after they wrote: what was due went out in the words Meta approved, and the rest in ours.
  const templates = on.delivered.filter(({ receipt }) => receipt.status === 'sent' && receipt.template)
  expect(templates.map(({ message }) => shownAs(message))).toEqual([
    '< waiting-check [yes not-yet error]',
    '< waiting-check [yes not-yet error]',
  ])
  expect(on.graph.shown.filter(({ type }) => type === 'template')).toHaveLength(2)
})

/** Nothing can be deleted here, and the bot does not say it did. */
function asHere(line: string): string[] {
  return line === '< delete' || line === '< bot-deleted' ? [] : [line]
}

async function perform({ graph, clock, pauses }: WorldOnGraph, line: string): Promise<void> {
  const phone = graph.phone('5216441112233')
  if (line.startsWith('@ ')) clock.moveTo(instant(line.slice(2)))
  else {
    const choice = /^> \[(.+)\]$/.exec(line)?.[1]
    const isShown = phone
      .screen()
      .at(-1)
      ?.buttons.some(({ id }) => id.endsWith(`.${choice}`))
    if (choice === undefined) await phone.says(line.slice(2))
    // Under a template there are no buttons: they answer in words.
    else if (isShown) await phone.chooses(choice)
    else await phone.says(choice === 'yes' ? 'sí, ya aparezco' : choice)
  }
  await pauses()
}

function shownAs(message: Message): string {
  if (message.type !== 'say' && message.type !== 'edit') return `< ${message.type}`
  const choices = message.choices.map(({ id }) => id).join(' ')
  return `< ${message.key}${choices === '' ? '' : ` [${choices}]`}`
}

function instant(text: string): number {
  const [day = '', time = ''] = text.split(' ')
  const [flow] = flows
  if (!flow) throw new Error('no flow')
  return createCalendar(flow.calendar).instant(day, time)
}

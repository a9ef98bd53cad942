import { type Actions, action, erase, quoteOf, timeOf } from './bubble.ts'
import { element, icon } from './element.ts'
import type { PersonLine, Shown } from './wire.ts'
import { word } from './words.ts'

/** What a person said. `name` stands above it where it is not the page's own side. */
export function personLine(entry: Shown & PersonLine, actions: Actions, name = ''): HTMLLIElement {
  const { said, who } = entry
  const item = element('li', { class: `line person ${said.kind} ${who ?? ''}`, 'data-id': String(entry.id) })
  const bubble = element('div', { class: 'bubble' })
  item.append(bubble)
  if (name !== '') bubble.append(element('p', { class: 'name' }, name))
  if (said.kind !== 'press' && said.quotes) bubble.append(quoteOf(said.quotes))
  if (said.kind === 'text') bubble.append(element('p', {}, said.text ?? ''))
  else if (said.kind === 'press') bubble.append(element('p', {}, said.label))
  else bubble.append(element('p', { class: 'thing' }, icon(said.kind), word(`attach-${said.kind}`)))
  bubble.append(timeOf(entry))
  if (said.kind === 'text' && said.text === null) erase(item)
  else if (said.kind !== 'press') item.append(...buttons(entry, actions, item))
  return item
}

function buttons({ id, said }: Shown & PersonLine, { reply, edit, remove }: Actions, item: HTMLElement): HTMLElement[] {
  // As it reads now: it may have been edited meanwhile.
  const text = (): string => item.querySelector('.bubble > p:not(.name)')?.textContent ?? ''
  return [
    ...(reply ? [action('reply', () => reply(id, text()))] : []),
    ...(edit && said.kind === 'text' ? [action('edit', () => edit(id, text()))] : []),
    ...(remove ? [action('remove', () => remove(id))] : []),
  ]
}

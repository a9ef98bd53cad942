import { element, find } from './element.ts'
import type { BotLine } from './wire.ts'

export interface Choices {
  /** Shows the choices of the newest question that has some. */
  show(line: Pick<BotLine, 'choices' | 'question'>): void
  clear(): void
}

/**
 * Choices as buttons under the last bubble; arrows move between them. Whoever answers with the keyboard finds the next question's first
 * choice under their fingers; `rest` takes the focus meanwhile.
 */
export function choiceButtons(
  panel: HTMLElement,
  press: (question: number, choice: string) => void,
  rest: { focus(): void; isEmpty(): boolean },
): Choices {
  const group = find(panel, '.choices', HTMLElement)
  let byKeyboard = false

  function clear(): void {
    const held = group.contains(document.activeElement)
    group.replaceChildren()
    group.hidden = true
    if (held) rest.focus()
  }

  group.addEventListener('keydown', (event) => {
    const forth = ['ArrowDown', 'ArrowRight'].includes(event.key)
    if (!forth && !['ArrowUp', 'ArrowLeft'].includes(event.key)) return
    event.preventDefault()
    const held = document.activeElement
    const next = forth ? held?.nextElementSibling : held?.previousElementSibling
    const around = forth ? group.firstElementChild : group.lastElementChild
    const to = next ?? around
    if (to instanceof HTMLElement) to.focus()
  })
  panel.addEventListener('pointerdown', () => {
    byKeyboard = false
  })

  return {
    clear,
    show({ choices, question }) {
      const held = group.contains(document.activeElement)
      const buttons = choices.map(({ id, label }) => {
        const button = element('button', { type: 'button', 'data-choice': id }, label)
        button.addEventListener('click', () => {
          byKeyboard = button.matches(':focus-visible')
          clear()
          press(question, id)
        })
        return button
      })
      group.replaceChildren(...buttons)
      group.hidden = false
      if (held || (byKeyboard && rest.isEmpty() && panel.contains(document.activeElement))) buttons[0]?.focus()
    },
  }
}

import { element } from './element.ts'
import type { BotLine } from './wire.ts'

/** How long a pressed button shows it if nothing answers, in milliseconds. */
const LONGEST = 4000

/** The buttons of one message, inside it. A pressed one shows it until the message changes or a word comes back, and is not pressed twice meanwhile. */
export function keysOf(
  { choices, question }: Pick<BotLine, 'choices' | 'question'>,
  press: (question: number, choice: string) => Promise<boolean>,
): HTMLElement {
  const group = element('div', { class: 'keys' })
  for (const { id, label } of choices) {
    const button = element('button', { type: 'button', 'data-choice': id }, label)
    button.addEventListener('click', async () => {
      if (button.getAttribute('aria-busy') === 'true') return
      button.setAttribute('aria-busy', 'true')
      const isTaken = await press(question, id)
      if (isTaken) setTimeout(() => release(button), LONGEST)
      else release(button)
    })
    group.append(button)
  }
  return group
}

/** Something came back: whatever was pressed may be pressed again. */
export function releaseKeys(root: ParentNode): void {
  for (const button of root.querySelectorAll('.keys [aria-busy]')) release(button)
}

function release(button: Element): void {
  button.removeAttribute('aria-busy')
}

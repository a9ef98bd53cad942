/** On a narrow screen one panel at a time. `changed` is told which one came up. */
export function tabs(bar: HTMLElement, changed: (name: string) => void): { mark(name: string): void } {
  const buttons = [...bar.querySelectorAll('button')]

  function select(button: HTMLButtonElement): void {
    const name = button.dataset.tab ?? ''
    document.body.dataset.tab = name
    for (const other of buttons) {
      other.setAttribute('aria-selected', String(other === button))
      other.tabIndex = other === button ? 0 : -1
    }
    button.classList.remove('news')
    changed(name)
  }

  for (const button of buttons) button.addEventListener('click', () => select(button))
  bar.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const at = buttons.findIndex(({ ariaSelected }) => ariaSelected === 'true')
    const next = step === undefined ? undefined : buttons[(at + step + buttons.length) % buttons.length]
    if (!next) return
    select(next)
    next.focus()
  })
  const first = buttons[0]
  if (first) select(first)

  return {
    /** Something new came on a panel that is not up. */
    mark(name) {
      const button = buttons.find(({ dataset }) => dataset.tab === name)
      if (button?.getAttribute('aria-selected') === 'false') button.classList.add('news')
    },
  }
}

import { find } from './element.ts'
import { word } from './words.ts'

/** Shows a transcript and copies it; where the browser refuses to copy it stands there to be selected. */
export function testDialog(dialog: HTMLDialogElement): { open(text: string): void } {
  const box = find(dialog, 'textarea', HTMLTextAreaElement)
  const button = find(dialog, '.copy', HTMLButtonElement)
  // The remark at the edge of the page is behind the dialog, so the button itself says it.
  const copy = (): void => {
    navigator.clipboard.writeText(box.value).then(
      () => {
        button.textContent = word('copied')
      },
      () => box.select(),
    )
  }
  button.addEventListener('click', copy)
  find(dialog, '.close', HTMLButtonElement).addEventListener('click', () => dialog.close())
  return {
    open(text) {
      box.value = text
      button.textContent = word('copy')
      dialog.showModal()
      box.scrollTop = 0
      copy()
    },
  }
}

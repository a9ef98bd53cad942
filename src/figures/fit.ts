/** Fits words into a width without asking the font: an SVG breaks no lines by itself. */

/** How wide signs are in the picture's font, in hundredths of its size, bold ones included and rounded up; a test measures them. With an accent they are as wide. */
const SIGNS: readonly [width: number, signs: string][] = [
  [25, "',.:;|"],
  [30, '!j¡·'],
  [35, ' /[]`il'],
  [40, '()-frt{}'],
  [45, '1"*\\_'],
  [50, 'I“”'],
  [55, 'FLacsvxyz–'],
  [60, '279<>EJ^bdeghknopqu~−'],
  [65, '034568$+=?BCPRSTZ¿'],
  [70, 'DHKNUVXY'],
  [75, '&AGw'],
  [80, '#@OQ…'],
  [85, 'M—'],
  [90, 'Wm'],
]
const WIDTHS = new Map(SIGNS.flatMap(([width, signs]) => [...signs].map((sign) => [sign, width / 100] as const)))
const WIDEST = 1

export function widthOf(text: string, size: number): number {
  let width = 0
  for (const sign of text) width += WIDTHS.get(sign.normalize('NFD').slice(0, 1)) ?? WIDEST
  return width * size
}

/** The words in so many lines at most, the last one cut short if there are more. */
export function lines(text: string, size: number, width: number, most: number): string[] {
  const found: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer, size) > width) {
      found.push(line)
      line = word
    } else line = longer
  }
  found.push(line)
  const kept = found.slice(0, most)
  if (found.length > most) kept[most - 1] = `${kept[most - 1]}…`
  return kept.map((each) => cut(each, size, width))
}

function cut(text: string, size: number, width: number): string {
  if (widthOf(text, size) <= width) return text
  let kept = [...text.replace(/…$/, '')]
  while (kept.length > 0 && widthOf(`${kept.join('')}…`, size) > width) kept = kept.slice(0, -1)
  return `${kept.join('').trimEnd()}…`
}

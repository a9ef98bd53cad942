import { encode } from 'uqr'

/** Modules of light around the code, without which a dark background makes it unreadable. */
const QUIET = 4
const NARROW_QUIET = 2
/** What fits into a terminal of 80 columns and 40 lines. */
const WIDEST = 76

/** Black on white, whatever the colours of the terminal; two modules a character high, one wide. */
const BLACK_ON_WHITE = '\u001b[38;5;16m\u001b[48;5;231m'
const RESET = '\u001b[0m'
/** By the upper and the lower module. */
const BLOCKS = { '00': ' ', '01': '\u2584', '10': '\u2580', '11': '\u2588' }

/** A QR code to print in a terminal, as lines. */
export function terminalQr(text: string): string {
  const wide = encode(text, { border: QUIET })
  const { data } = wide.size <= WIDEST ? wide : encode(text, { border: NARROW_QUIET })
  const bit = (row: number, column: number): '0' | '1' => (data[row]?.[column] ? '1' : '0')
  const lines = Array.from({ length: Math.ceil(data.length / 2) }, (_, line) => {
    const blocks = data.map((_row, column) => BLOCKS[`${bit(2 * line, column)}${bit(2 * line + 1, column)}`])
    return `${BLACK_ON_WHITE}${blocks.join('')}${RESET}`
  })
  return lines.join('\n')
}

/** The drawing of a QR code for an SVG as wide and high as `size`: one path of its dark modules. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { border: QUIET })
  const path = data.flatMap((row, y) => runs(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`)).join('')
  return { size, path }
}

/** Stretches of dark modules, from where and how long. */
function runs(row: readonly boolean[]): [from: number, width: number][] {
  const found: [number, number][] = []
  for (const [x, isDark] of row.entries()) {
    const last = found.at(-1)
    if (!isDark) continue
    if (last && last[0] + last[1] === x) last[1] += 1
    else found.push([x, 1])
  }
  return found
}

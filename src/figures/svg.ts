/** The few shapes a picture of figures is made of. Lengths are pixels of a picture 1080 wide. */

export const COLOURS = {
  paper: '#f6efe2',
  card: '#fdf9f1',
  ink: '#2a2320',
  soft: '#6d6057',
  track: '#eae0cd',
  green: '#1d5c52',
  greenWash: '#bfd9cf',
  rust: '#a8451c',
  rustWash: '#f0cfb8',
} as const

export type Colour = keyof typeof COLOURS

export interface Words {
  size: number
  colour: Colour
  bold?: boolean
  align?: 'start' | 'middle' | 'end'
}

/** A part of the picture that may stand at any height. */
export interface Block {
  height: number
  draw(top: number): string
}

export function text(x: number, y: number, words: string, { size, colour, bold, align = 'start' }: Words): string {
  const weight = bold ? ' font-weight="700"' : ''
  return `<text x="${x}" y="${y}" font-size="${size}"${weight} text-anchor="${align}" fill="${COLOURS[colour]}">${escaped(words)}</text>`
}

export function box(x: number, y: number, width: number, height: number, colour: Colour, radius = 0): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${COLOURS[colour]}"/>`
}

export function stacked(blocks: readonly Block[]): Block {
  return {
    height: blocks.reduce((sum, { height }) => sum + height, 0),
    draw(top) {
      let y = top
      return blocks
        .map((block) => {
          const drawn = block.draw(y)
          y += block.height
          return drawn
        })
        .join('\n')
    },
  }
}

export function space(height: number): Block {
  return { height, draw: () => '' }
}

export function page(width: number, { height: exact, draw }: Block, font: string): string {
  const height = Math.ceil(exact)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${font}">
${box(0, 0, width, height, 'paper')}
${draw(0)}
</svg>
`
}

const ENTITIES: Record<string, string> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

/** Signs that XML cannot hold are left out. */
function escaped(words: string): string {
  return words
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replace(/[<>&"]/g, (sign) => ENTITIES[sign] ?? '')
}

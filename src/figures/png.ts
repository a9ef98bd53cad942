import { createRequire } from 'node:module'
import { Resvg } from '@resvg/resvg-js'

const { resolve } = createRequire(import.meta.url)
const FONTS = '@expo-google-fonts/atkinson-hyperlegible'

/** The picture's letters come with us: no font of the machine is asked, so it looks the same on every one. */
export const font = {
  loadSystemFonts: false,
  fontFiles: [
    resolve(`${FONTS}/400Regular/AtkinsonHyperlegible_400Regular.ttf`),
    resolve(`${FONTS}/700Bold/AtkinsonHyperlegible_700Bold.ttf`),
  ],
  defaultFontFamily: 'Atkinson Hyperlegible',
}

/** Renders an SVG of ours as it is, one pixel for each of its own; 50 ms or so. */
export function pngOf(svg: string): Buffer {
  return new Resvg(svg, { font }).render().asPng()
}

import { playThose } from './transcripts.ts'

/** Some in short, all of them by `npm run transcripts:whatsapp`. */
const SHORT = [
  'happy-path',
  'impatient',
  'in-pieces',
  'by-hand',
  'emergency',
  'erase',
  'odd-messages',
  'commands',
  'nss-repairs',
]
const isWhole = process.env.ALL_TRANSCRIPTS === '1'

playThose((name) => !name.startsWith('desk') && (isWhole || SHORT.includes(name.replace('.txt', ''))))

import { playThose } from './transcripts.ts'

/** The desk's take a minute and a half: these in short, all of them by `npm run transcripts:whatsapp`. */
const SHORT = [
  'desk-take.txt',
  'desk-stretch.txt',
  'desk-words.txt',
  'desk-emergency.txt',
  'desk-trouble.txt',
  'desk.txt',
]
const isWhole = process.env.ALL_TRANSCRIPTS === '1'

playThose((name) => name.startsWith('desk') && (isWhole || SHORT.includes(name)))

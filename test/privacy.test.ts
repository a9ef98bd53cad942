import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startFakeBotApi } from './channels/telegram/fake-bot-api.ts'
import { newDataDir, startAfilia } from './process.ts'

/** Canaries: planted wherever somebody can write, sought wherever something is kept or shown to others. */
const TOKEN = '123456:fake-token-of-the-tests-0123456789abc'
const DESK = -1009
const NSS = '24220400014'
const CURP = 'GOXA040229MSRMXNA6'
const WORDS = 'zanahoria'
const CANARIES = [NSS, '24-22-04-0001-4', CURP, CURP.toLowerCase(), WORDS, 'P55501', '55501']

it('no number of a student reaches the log, the desk or the disk in the clear, and erasing leaves nothing', async () => {
  const api = await startFakeBotApi(TOKEN)
  const dataDir = newDataDir()
  const bot = await startAfilia({
    TELEGRAM_BOT_TOKEN: TOKEN,
    TELEGRAM_API_ROOT: api.root,
    HELPDESK_CHAT: `telegram:${DESK}`,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'debug',
  })
  const phone = api.student(55501)
  try {
    phone.says(`hola, mi nss es ${NSS} y mi curp ${CURP} ${WORDS}`)
    await phone.hears(/¿En qué vas\?/)
    phone.presses('Ya guardé la solicitud')
    await phone.hears(/¿Los guardo\?/)
    phone.presses('Sí, guárdalos')
    await phone.hears(/¿Qué día/)
    phone.says(`corregir curp ${WORDS}`)
    await phone.hears(/campus/)
    phone.says('otro')
    await phone.hears(/ID de ITSON/)
    phone.says('00000123456')
    await phone.hears(/fecha límite/)
    phone.presses('No tengo fecha')
    const card = await api.sees(({ chat }) => chat === DESK)
    api.member(DESK, 77, 'member')
    api.groupSays(DESK, `dile que su nss es ${NSS}`, { quotes: card.id })
    await phone.hears(/Mesa de ayuda/)
    phone.says(`mi nss 24-22-04-0001-4 y mi curp ${CURP.toLowerCase()}`)
    await api.sees(({ chat, text }) => chat === DESK && text.includes('Estudiante:'))
    const shownToDesk = api.shown(DESK).map(({ text }) => text)
    expect(found(shownToDesk.join('\n'), [NSS, '24-22-04-0001-4', CURP, CURP.toLowerCase()])).toEqual([])
    expect(found(diskOf(dataDir), CANARIES)).toEqual([])

    phone.says('borrar todo')
    await phone.hears(/¿Lo borro\?/)
    phone.presses('Sí, borra todo')
    await phone.hears(/borré todo lo tuyo/)
    phone.says('/start')
    await api.sees(({ chat, text }) => chat === DESK && text.includes('borró sus datos'))
  } finally {
    await bot.kill('SIGTERM')
    await api.close()
  }
  expect(found(bot.output(), CANARIES)).toEqual([])
  expect(bot.output().length).toBeGreaterThan(100)
  expect(found(diskOf(dataDir), CANARIES)).toEqual([])
})

/** Every byte kept, as text, in both ways text may lie in it. */
function diskOf(dataDir: string): string {
  return readdirSync(dataDir)
    .map((name) => readFileSync(join(dataDir, name)))
    .map((bytes) => bytes.toString('latin1') + bytes.toString('utf16le'))
    .join('\n')
}

function found(text: string, canaries: readonly string[]): string[] {
  return canaries.filter((canary) => text.includes(canary))
}

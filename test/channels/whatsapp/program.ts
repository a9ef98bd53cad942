import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newDataDir } from '../../process.ts'
import type { FakeWhatsApp } from './fake-whatsapp.ts'

const PRELOAD = new URL('./fake-preload.mjs', import.meta.url).href

/** Where the whole program finds WhatsApp: a file, as there is no setting for it. */
export function onFake(address: FakeWhatsApp['address']): Record<string, string> {
  const file = join(newDataDir(), 'address.json')
  writeFileSync(file, JSON.stringify(address))
  return { WHATSAPP: 'baileys', NODE_OPTIONS: `--import=${PRELOAD}`, AFILIA_FAKE_WHATSAPP: file }
}

// Loaded before the program itself (node --import): its socket finds the fake of AFILIA_FAKE_WHATSAPP instead of WhatsApp.
import { readFileSync } from 'node:fs'
import { Agent } from 'node:https'
import { DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { Agent as Dispatcher } from 'undici'

const { url, root, ca } = JSON.parse(readFileSync(process.env.AFILIA_FAKE_WHATSAPP ?? '', 'utf8'))
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex')
Object.assign(DEFAULT_CONNECTION_CONFIG, {
  waWebSocketUrl: url,
  fetchAgent: new Agent({ ca }),
  options: { dispatcher: new Dispatcher({ connect: { ca } }) },
})

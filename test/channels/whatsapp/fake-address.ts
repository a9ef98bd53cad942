import { Agent } from 'node:https'
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { Agent as Dispatcher } from 'undici'

/** Where the fake is and how it is recognised: plain text, so that it can be handed to another process. */
export interface Address {
  url: string
  /** The root of its certificates on the socket, in hex. */
  root: string
  /** The certificate of its store of media, PEM. */
  ca: string
}

/** What `makeWASocket` must be given to talk to the fake. The root is a matter of the whole process: it is believed from now on. */
export function socketOptionsFor({ url, root, ca }: Address) {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex')
  const options: RequestInit & { dispatcher: Dispatcher } = { dispatcher: new Dispatcher({ connect: { ca } }) }
  return {
    waWebSocketUrl: url,
    /** For what is put into the store. */
    fetchAgent: new Agent({ ca }),
    /** For what is fetched from it: give these options to downloadMediaMessage and the like, too. */
    options,
  }
}

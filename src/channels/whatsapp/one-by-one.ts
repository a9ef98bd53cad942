import { AsyncResource } from 'node:async_hooks'
import type { SocketConfig } from '@whiskeysockets/baileys'

type MakeRepository = SocketConfig['makeSignalRepository']

/**
 * What changes sessions happens one after the other, and is kept at once. Baileys sends within one long transaction that has a session's
 * state from its beginning and keeps it at its end, behind the sending: a message deciphered meanwhile is overwritten (the session forks,
 * and what comes next is unreadable until it is asked for again), and whoever is killed behind the sending uses the same key twice.
 * So these begin outside of whatever transaction they are asked for in.
 */
export function oneByOne(make: MakeRepository): MakeRepository {
  return (...given) => {
    const repository = make(...given)
    const outside = new AsyncResource('signal')
    let last: Promise<unknown> = Promise.resolve()

    function alone<Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) {
      return (...args: Args): Promise<Result> => {
        const mine = last.then(() => outside.runInAsyncScope(() => work(...args)))
        last = mine.catch(() => {})
        return mine
      }
    }

    const { decryptMessage, decryptGroupMessage, encryptMessage, encryptGroupMessage } = repository
    const { getSenderKeyDistributionMessage, injectE2ESession, migrateSession, deleteSession } = repository
    return Object.assign(repository, {
      decryptMessage: alone(decryptMessage),
      decryptGroupMessage: alone(decryptGroupMessage),
      encryptMessage: alone(encryptMessage),
      encryptGroupMessage: alone(encryptGroupMessage),
      getSenderKeyDistributionMessage: alone(getSenderKeyDistributionMessage),
      injectE2ESession: alone(injectE2ESession),
      migrateSession: alone(migrateSession),
      deleteSession: alone(deleteSession),
    })
  }
}

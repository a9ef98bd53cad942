// Compiles the server to dist/ and the simulator's page to dist/page/. Texts and the page's HTML are read from where they are.
import { spawnSync } from 'node:child_process'

// Whoever does not want WhatsApp's unofficial library (its libsignal is GPL-3.0) builds without it: types are not checked then,
// and its channel is compiled but never loaded.
const optional = '@whiskeysockets/baileys'
const options = isThere(optional) ? [] : ['--noCheck']
if (options.length > 0)
  console.log(`${optional} is not installed: building without it, WHATSAPP=baileys will not serve.`)

for (const project of ['tsconfig.json', 'src/channels/web/page/tsconfig.json']) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project, ...options], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}

function isThere(name) {
  try {
    import.meta.resolve(name)
    return true
  } catch {
    return false
  }
}

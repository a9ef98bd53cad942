// Compiles the server to dist/ and the simulator's page to dist/page/. Texts and the page's HTML are read from where they are.
import { spawnSync } from 'node:child_process'

/** Without the optional package of WhatsApp its types are missing, and only those: what does not need it is compiled unchecked. */
const isWhole = has('@whiskeysockets/baileys')

for (const project of ['tsconfig.json', 'src/channels/web/page/tsconfig.json']) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', project, ...(isWhole ? [] : ['--noCheck'])],
    { stdio: 'inherit' },
  )
  if (status !== 0) process.exit(1)
}

function has(name) {
  try {
    return import.meta.resolve(name) !== ''
  } catch {
    return false
  }
}

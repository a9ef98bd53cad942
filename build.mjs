// Compiles the server to dist/ and the simulator's page to dist/page/. Texts and the page's HTML are read from where they are.
import { spawnSync } from 'node:child_process'

for (const project of ['tsconfig.json', 'src/channels/web/page/tsconfig.json']) {
  const { status } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', project], {
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}

/** Makes a program of a TypeScript file, as it stands now and not as it was last built. */
import { execFile } from 'node:child_process'
import { mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** Returns the path of the JavaScript of `source` (relative to the repository), in a folder of its own. */
export async function buildProgram(source: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'afilia-program-'))
  const compilerOptions = { rootDir: ROOT, outDir: folder, noEmit: false, noCheck: true, sourceMap: false }
  const config = {
    extends: join(ROOT, 'test/tsconfig.json'),
    compilerOptions,
    include: [],
    files: [join(ROOT, source)],
  }
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
  await promisify(execFile)(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder])
  return join(folder, source.replace(/\.ts$/, '.js'))
}

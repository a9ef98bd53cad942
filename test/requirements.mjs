// Run first by `npm test`: makes sure of what the tests need and npm does not bring. Nothing is skipped for want of it.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program, the names it goes by, the variable that may point to it, and its Debian package. One line each. */
const programs = [
  {
    name: 'Chromium',
    variable: 'CHROMIUM',
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
  },
  { name: 'Redis', variable: 'REDIS_SERVER', commands: ['redis-server'], package: 'redis-server', brew: 'redis' },
]

const OLDEST_NODE = [20, 19]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  stop(`Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}: nvm install 24`)
}

const missing = programs.filter((program) => !find(program))
if (missing.length > 0) {
  const names = missing.map(({ name }) => name).join(', ')
  const packages = missing.map((program) => program.package)
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages]
  if (!isDebian()) {
    const formulas = missing.map((program) => program.brew ?? program.package)
    const how = process.platform === 'darwin' ? `brew install ${formulas.join(' ')}` : `install ${packages.join(' ')}`
    stop(
      `${names} is missing: ${how}, or say where it is: ${missing.map(({ variable }) => `${variable}=<path>`).join(' ')} npm test`,
    )
  }
  if (process.getuid() !== 0) stop(`${names} is missing, type: sudo apt-get update && sudo ${install.join(' ')}`)
  console.log(`${names} is missing: installing with apt-get`)
  run(['apt-get', 'update'])
  run(install)
  const still = missing.filter((program) => !find(program)).map(({ name }) => name)
  if (still.length > 0) stop(`apt-get did not bring ${still.join(', ')}, type: ${install.join(' ')}`)
}

/** Whether the program can be run; a variable that points nowhere is an error, not a reason to look elsewhere. */
function find({ name, variable, commands }) {
  const told = process.env[variable]
  if (told && !isExecutable(told)) stop(`${variable} says ${name} is at ${told}, where no program is: mend or unset it`)
  if (told) return true
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin']
  return commands.some((command) => folders.some((folder) => isExecutable(join(folder, command))))
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function isDebian() {
  return (
    existsSync('/etc/os-release') && /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
  )
}

function run([command, ...args]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, stderr } = spawnSync(command, args, { env, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) stop(`${[command, ...args].join(' ')} failed, type it yourself to see why:\n${stderr ?? ''}`)
}

function stop(sentence) {
  console.error(sentence)
  process.exit(1)
}

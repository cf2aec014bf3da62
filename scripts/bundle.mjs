// Keeps the command line light: what loads at its start holds neither schemas nor the server.
import { readFileSync, statSync } from 'node:fs'

const START_BYTES = 200_000
const HEAVY = ['zod', 'fastify', 'kysely', 'pg', 'pino', '@photostructure', 'fractional-indexing', 'smol-toml', 'string-width']

const { outputs } = JSON.parse(readFileSync('dist/meta.json', 'utf8'))

/** What loads with an output before it runs: itself and its static imports. */
function loaded(name, seen = new Set()) {
  if (seen.has(name)) return seen
  seen.add(name)
  for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement' && outputs[path]) loaded(path, seen)
  return seen
}

const problems = []
const start = [...loaded('dist/track.js')]
const bytes = start.reduce((sum, name) => sum + statSync(name).size, 0)
if (bytes > START_BYTES) problems.push(`the command line loads ${bytes} bytes at its start, more than ${START_BYTES}`)

const clientSide = Object.entries(outputs).filter(([name, { entryPoint }]) => name === 'dist/track.js' || entryPoint?.startsWith('src/cli/'))
for (const [name] of clientSide) {
  const inputs = [...loaded(name)].flatMap((output) => Object.keys(outputs[output].inputs))
  const heavy = HEAVY.filter((lib) => inputs.some((input) => input.includes(`node_modules/${lib}/`)))
  const late = name === 'dist/track.js' ? heavy : heavy.filter((lib) => lib !== 'smol-toml' && lib !== 'string-width')
  if (late.length) problems.push(`${name} loads ${late.join(', ')}`)
}
/** What the page's first load costs, compressed: all that index.html names. */
const PAGE = { js: 90 * 1024, css: 15 * 1024 }
const named = [...readFileSync('dist/web/index.html', 'utf8').matchAll(/(?:src|href)="(\/(?:assets\/)?[^"]+\.(js|css))"/g)]
for (const [kind, most] of Object.entries(PAGE)) {
  const size = named.filter(([, , ending]) => ending === kind).reduce((sum, [, path]) => sum + statSync(`dist/web${path}.br`).size, 0)
  console.log(`the page loads ${size} bytes of ${kind}, compressed`)
  if (size === 0 || size > most) problems.push(`the page's first load holds ${size} bytes of ${kind}, not 1 to ${most}`)
}
for (const problem of problems) console.error(problem)
console.log(`the command line loads ${bytes} bytes at its start`)
process.exit(problems.length ? 1 : 0)

// Checks that the command line starts fast: it loads neither schemas nor the server, and V8 accepts its code cache.
import { readFileSync, statSync } from 'node:fs'
import { compileScript } from './code-cache.mjs'

const MAX_START_BYTES = 200_000
const HEAVY = ['zod', 'kysely', 'pg', '@photostructure', 'fractional-indexing', 'smol-toml', 'string-width']

const { outputs } = JSON.parse(readFileSync('dist/meta.json', 'utf8'))

const problems = []
const bytes = ['dist/track.js', 'dist/start.js', 'dist/modules/track.js'].reduce(
  (sum, path) => sum + statSync(path).size,
  0,
)
if (bytes > MAX_START_BYTES)
  problems.push(`the command line loads ${bytes} bytes at its start, more than ${MAX_START_BYTES}`)

const heavy = HEAVY.filter((lib) =>
  Object.keys(outputs['dist/modules/track.js'].inputs).some((input) => input.includes(`node_modules/${lib}/`)),
)
if (heavy.length) problems.push(`the command line loads ${heavy.join(', ')}`)

for (const path of ['dist/modules/track.js', 'dist/modules/serve.js'])
  if (compileScript(path).cachedDataRejected !== false) problems.push(`V8 rejects the code cache of ${path}`)

/** Compressed size of the page's first load: everything that index.html names. */
const MAX_PAGE_BYTES = { js: 90 * 1024, css: 15 * 1024 }
const named = [
  ...readFileSync('dist/web/index.html', 'utf8').matchAll(/(?:src|href)="\.\/((?:assets\/)?[^"]+\.(js|css))"/g),
]
for (const [kind, max] of Object.entries(MAX_PAGE_BYTES)) {
  const size = named
    .filter(([, , ending]) => ending === kind)
    .reduce((sum, [, path]) => sum + statSync(`dist/web/${path}.br`).size, 0)
  console.log(`the page loads ${size} bytes of ${kind}, compressed`)
  if (size === 0 || size > max) problems.push(`the page's first load holds ${size} bytes of ${kind}, not 1 to ${max}`)
}
for (const problem of problems) console.error(problem)
console.log(`the command line loads ${bytes} bytes at its start`)
process.exit(problems.length ? 1 : 0)

// Asks the registry for known holes in what ships, bundled packages included, which `npm audit --omit=dev` would not look at.
// Without an answer nothing is known, which is said and is no failure.
import { spawnSync } from 'node:child_process'
import { shipped } from './shipped.mjs'

const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=10000'], {
  encoding: 'utf8',
})
const { vulnerabilities } = answered(stdout)
const packages = shipped()
if (!vulnerabilities) {
  console.log('note: the registry did not answer, so known holes were not looked for')
  process.exit(0)
}
const places = new Set(packages.map(({ path }) => path))
const found = Object.values(vulnerabilities).filter(({ nodes }) => nodes.some((path) => places.has(path)))
for (const { name, severity, range, via } of found) {
  const advisories = via.filter((one) => typeof one === 'object').map(({ title, url }) => `${title} ${url}`)
  console.error(`${name} ${range}: ${severity}; ${advisories.join('; ') || `by ${via.join(', ')}`}`)
}
console.log(`note: ${packages.length} packages ship, ${found.length} of them with a known hole`)
process.exit(found.length ? 1 : 0)

function answered(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

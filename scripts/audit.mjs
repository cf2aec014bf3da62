// Looks for known vulnerabilities in what ships, including bundled packages, which `npm audit --omit=dev` ignores.
// It is not a failure if the registry does not answer.
import { spawnSync } from 'node:child_process'
import { shippedPackages } from './shipped.mjs'

const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=10000'], {
  encoding: 'utf8',
})
const { vulnerabilities } = parseReport(stdout)
const packages = shippedPackages()
if (!vulnerabilities) {
  console.log('note: the registry did not answer, so vulnerabilities were not checked')
  process.exit(0)
}
const paths = new Set(packages.map(({ path }) => path))
const found = Object.values(vulnerabilities).filter(({ nodes }) => nodes.some((path) => paths.has(path)))
for (const { name, severity, range, via } of found) {
  const advisories = via.filter((advisory) => typeof advisory === 'object').map(({ title, url }) => `${title} ${url}`)
  console.error(`${name} ${range}: ${severity}; ${advisories.join('; ') || `by ${via.join(', ')}`}`)
}
console.log(`note: ${packages.length} packages ship, ${found.length} of them with a known vulnerability`)
process.exit(found.length ? 1 : 0)

function parseReport(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

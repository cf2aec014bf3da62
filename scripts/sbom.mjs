// Writes dist/sbom.cdx.json, a CycloneDX list of what ships: packages of `npm sbom`, filtered by what the build
// bundled.
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { ensureBuilt } from './prepare.mjs'
import { shippedPackages } from './shipped.mjs'

ensureBuilt()
const { stdout, status, stderr } = spawnSync(
  'npm',
  ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
)
if (status !== 0) {
  console.error(stderr)
  process.exit(1)
}
const bom = JSON.parse(stdout)
const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'))
const refs = new Set(shippedPackages().map((one) => `${one.name}@${one.version}`))
const components = bom.components
  .filter((one) => refs.has(`${one.name}@${one.version}`))
  .map(({ properties: _, ...one }) => ({ ...one, scope: 'required' }))
const known = new Set([`${name}@${version}`, ...components.map((one) => one['bom-ref'])])
bom.metadata.component = { ...bom.metadata.component, name, version }
bom.metadata.lifecycles = [{ phase: 'build' }]
bom.components = components
bom.dependencies = bom.dependencies
  .filter(({ ref }) => known.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => known.has(one)) }))
bom.dependencies.find(({ ref }) => ref === `${name}@${version}`).dependsOn = components.map((one) => one['bom-ref'])
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(bom, null, 1)}\n`)
chmodSync('dist/sbom.cdx.json', 0o644) // whatever the umask, like the rest of dist/
console.log(`dist/sbom.cdx.json names ${components.length} packages`)

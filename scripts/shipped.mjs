// What ships: the packages whose code is in the bundles, and those that are installed beside them.
import { readFileSync } from 'node:fs'

/** Of module paths, the packages that they belong to, with their place in the lockfile; runtime dependencies with them. */
export function packagesOf(modules) {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const installed = Object.keys(packages).filter((path) => path && !packages[path].dev && !packages[path].devOptional)
  const bundled = modules.flatMap((id) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [])
  return [...new Set([...installed, ...bundled])]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .filter((path) => packages[path])
    .map((path) => ({ path, name: path.replace(/^.*node_modules\//, ''), version: packages[path].version }))
}

/** What the last build put together. */
export function shipped() {
  return JSON.parse(readFileSync('dist/shipped.json', 'utf8'))
}

// What ships: bundled packages and runtime dependencies.
import { readFileSync } from 'node:fs'

/** The packages of these module paths, and runtime dependencies, with their path in the lockfile. */
export function packagesOf(modules) {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  const installed = Object.keys(packages).filter((path) => path && !packages[path].dev && !packages[path].devOptional)
  const bundled = modules.flatMap((id) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? [])
  return [...new Set([...installed, ...bundled])]
    .toSorted((a, b) => (a < b ? -1 : 1))
    .filter((path) => packages[path])
    .map((path) => ({ path, name: path.replace(/^.*node_modules\//, ''), version: packages[path].version }))
}

/** The packages of the last build. */
export function shippedPackages() {
  return JSON.parse(readFileSync('dist/shipped.json', 'utf8'))
}

// `npm run torture -- [--rounds N] [--requests N] [--on SQLite,PostgreSQL] [--seed N]`: attacks the built server.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { ensureBuilt, root } from './prepare.mjs'

process.chdir(root)
ensureBuilt()
const folder = mkdtempSync(join(root, 'node_modules', '.torture-')) // so that it finds the packages
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const outfile = join(folder, 'torture.mjs')
await build({
  entryPoints: ['tests/torture/torture.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  logLevel: 'warning',
})
await import(pathToFileURL(outfile).href)

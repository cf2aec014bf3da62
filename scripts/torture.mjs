// `npm run torture -- [--rounds N] [--requests N] [--on SQLite,PostgreSQL] [--seed N]`: starts the built server and hurts it.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { built, root } from './prepare.mjs'

process.chdir(root)
built()
const folder = mkdtempSync(join(root, 'node_modules', '.torture-')) // beside the packages that it loads
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

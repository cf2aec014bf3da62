// Makes dist/client/, what other programs import as `track/client`: one module, and its types.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

const FOLDER = 'dist/client'
const TYPES = `${FOLDER}/types`

export async function client() {
  await build({
    entryPoints: { index: 'src/main/client.ts' },
    outdir: FOLDER,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  })
  writeFileSync(`${FOLDER}/package.json`, '{"type":"module"}\n')
  const { status, stdout } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.client.json'],
    { encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(stdout)
  for (const name of readdirSync(TYPES, { recursive: true })) if (name.endsWith('.d.ts')) outside(join(TYPES, name))
}

/** Whoever imports the types has neither our rooms' names nor our sources. */
function outside(path) {
  const to = (room) => `${relative(dirname(path), TYPES)}/${room}/`
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text
      .replace(/(['"])#(\w+)\//g, (_, quote, room) => quote + to(room))
      .replace(/(from ['"][^'"]+)\.ts(['"])/g, '$1.js$2'),
  )
}

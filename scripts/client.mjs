// Builds dist/client/, which other programs import as `track/client`: one module and its types.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

const FOLDER = 'dist/client'
const TYPES = `${FOLDER}/types`

export async function buildClient() {
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
  for (const name of readdirSync(TYPES, { recursive: true }))
    if (name.endsWith('.d.ts')) rewriteSpecifiers(join(TYPES, name))
}

/** Other programs have neither our `#folder/` imports nor our .ts files. */
function rewriteSpecifiers(path) {
  const to = (folder) => `${relative(dirname(path), TYPES)}/${folder}/`
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text
      .replace(/(['"])#(\w+)\//g, (_, quote, folder) => quote + to(folder))
      .replace(/(from ['"][^'"]+)\.ts(['"])/g, '$1.js$2'),
  )
}

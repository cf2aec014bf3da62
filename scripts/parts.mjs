// src/main/parts.ts for scripts, which run without a build of their own.
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './prepare.mjs'

const { outputFiles } = await build({
  entryPoints: [join(root, 'src/main/parts.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
})
export const { compiled, keepCode, load } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
)

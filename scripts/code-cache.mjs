// Bundles src/main/code-cache.ts for scripts, which can't import TypeScript.
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './prepare.mjs'

const { outputFiles } = await build({
  entryPoints: [join(root, 'src/main/code-cache.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  write: false,
})
export const { compileScript, loadModule, writeCodeCache } = await import(
  `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`
)

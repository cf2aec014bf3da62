// Bundles the product into dist/. The command line and the server share one build; each command is a chunk that loads when it is used.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What must not be bundled: it ships compiled code or is part of some Node versions only. */
const external = ['@photostructure/sqlite', 'node:sqlite']

rmSync('dist', { recursive: true, force: true })
const { metafile } = await build({
  entryPoints: { track: 'src/main/track.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  define: { TRACK_VERSION: JSON.stringify(version) },
  external,
  metafile: true,
  logLevel: 'warning',
})
writeFileSync('dist/meta.json', JSON.stringify(metafile))

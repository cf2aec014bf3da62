// Bundles the product into dist/. The command line and the server share one build; each command is a chunk that loads when it is used.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as page } from 'vite'
import { packagesOf } from './shipped.mjs'

process.env.NODE_ENV = 'production' // whoever builds: tests do, too

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What must not be bundled: it ships compiled code or is part of some Node versions only. */
const external = ['@photostructure/sqlite', 'node:sqlite', 'pg-native', 'pg-cloudflare']

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

const { output } = await page({ logLevel: 'warn' })
const modules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
writeFileSync('dist/shipped.json', JSON.stringify(packagesOf([...Object.keys(metafile.inputs), ...modules]), null, 1))
const shell = files('dist/web')
const worker = readFileSync('src/web/worker.js', 'utf8')
const addresses = shell.map((path) => path.slice('dist/web'.length)).filter((path) => !path.endsWith('index.html'))
const mark = createHash('sha256').update(shell.map((path) => readFileSync(path)).join('')).digest('hex').slice(0, 12)
writeFileSync('dist/web/worker.js', `const VERSION = '${mark}'\nconst SHELL = ${JSON.stringify(['/', ...addresses])}\n${worker}`)
for (const path of files('dist/web')) {
  if (!/\.(html|js|css|svg|webmanifest|json)$/.test(path)) continue
  const content = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(content))
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}

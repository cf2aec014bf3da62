// Bundles the product into dist/: the command line into one CommonJS file, which starts in two thirds of the time that modules in many files take;
// what a command seldom needs, the server above all, into modules beside it that load when they are asked for.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as page } from 'vite'
import { packagesOf } from './shipped.mjs'

process.env.NODE_ENV = 'production' // whoever builds: tests do, too

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What must not be bundled: it ships compiled code or is part of some Node versions only. */
const external = ['@photostructure/sqlite', 'node:sqlite', 'pg-native', 'pg-cloudflare']

rmSync('dist', { recursive: true, force: true })
const both = { bundle: true, platform: 'node', target: 'node20.19', minifySyntax: true, legalComments: 'none', define: { TRACK_VERSION: JSON.stringify(version) }, external, metafile: true, logLevel: 'warning' }

/** What is imported when it is needed, but for commands: an entry of its own, by its name. */
const later = {}
const apart = {
  name: 'apart',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^/]*$|^\.\// }, async ({ path, kind, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:') || path.startsWith('./commands/')) return undefined
      const { path: entry } = await resolve(path, { kind: 'import-statement', resolveDir, importer })
      const name = basename(path, '.ts')
      later[name] = entry
      return { path: `./modules/${name}.mjs`, external: true }
    })
  },
}
const commands = await build({ ...both, entryPoints: ['src/main/track.ts'], outfile: 'dist/track.js', format: 'cjs', minifyWhitespace: true, plugins: [apart] })
const modules = await build({
  ...both,
  entryPoints: later,
  outdir: 'dist/modules',
  format: 'esm',
  splitting: true,
  outExtension: { '.js': '.mjs' },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
})
writeFileSync('dist/package.json', '{"type":"commonjs"}\n')
const metafile = { inputs: { ...commands.metafile.inputs, ...modules.metafile.inputs }, outputs: { ...commands.metafile.outputs, ...modules.metafile.outputs } }
writeFileSync('dist/meta.json', JSON.stringify(metafile))

const { output } = await page({ logLevel: 'warn' })
const ofPage = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
writeFileSync('dist/shipped.json', JSON.stringify(packagesOf([...Object.keys(metafile.inputs), ...ofPage]), null, 1))
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

// Bundles the product into dist/: a few CommonJS files, which start in two thirds of the time that many modules take.
// The command line is one file; what few commands need, above all the server, is in further files that load on demand.
import { createHash } from 'node:crypto'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as buildPage } from 'vite'
import { buildClient } from './client.mjs'
import { packagesOf } from './shipped.mjs'

process.env.NODE_ENV = 'production' // also when tests run the build

const { version, engines } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Not bundled: native code, built-in modules of some Node versions, optional dependencies. */
const external = ['@photostructure/sqlite', 'node:sqlite', 'pg-native', 'pg-cloudflare']

/** What is started by its name; `start` by the program that is written last. */
const ENTRIES = { start: 'src/main/start.ts', 'health-check': 'src/main/health-check.ts' }

rmSync('dist', { recursive: true, force: true })
const options = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  define: { TRACK_VERSION: JSON.stringify(version), 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
  supported: { 'dynamic-import': false }, // becomes require, see src/main/code-cache.ts
  external,
  metafile: true,
  sourcemap: 'external', // for profiles; not shipped
  logLevel: 'warning',
}

/** Entry points by name: dynamically imported modules other than commands. */
const lazyEntries = {}
const lazyModules = {
  name: 'lazy modules',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^[^/]*$|^\.\.?\// }, async ({ path, kind, resolveDir, importer }) => {
      if (kind !== 'dynamic-import' || path.startsWith('node:') || path.startsWith('./commands/')) return undefined
      const { path: entry } = await resolve(path, { kind: 'import-statement', resolveDir, importer })
      const name = basename(path, '.ts')
      lazyEntries[name] = entry
      return { path: `./${name}.js`, external: true }
    })
  },
}

const bundles = [
  await build({ ...options, entryPoints: ENTRIES, outdir: 'dist' }),
  await build({
    ...options,
    minifyIdentifiers: true, // a quarter less to read at each start; the server's stacks keep their names
    entryPoints: ['src/main/track.ts'],
    outdir: 'dist/modules',
    plugins: [lazyModules],
  }),
  await build({ ...options, entryPoints: lazyEntries, outdir: 'dist/modules' }),
]
writeFileSync('dist/package.json', '{"type":"commonjs"}\n')
const merged = (side) => Object.assign({}, ...bundles.map(({ metafile }) => metafile[side]))
const metafile = { inputs: merged('inputs'), outputs: merged('outputs') }
writeFileSync('dist/meta.json', JSON.stringify(metafile))

const { output } = await buildPage({ logLevel: 'warn' })
const pageModules = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
writeFileSync(
  'dist/shipped.json',
  JSON.stringify(packagesOf([...Object.keys(metafile.inputs), ...pageModules]), null, 1),
)
const shell = files('dist/web')
const worker = readFileSync('src/web/worker.js', 'utf8')
/** Needed only while the server is there, for imports: too large to keep on every device. */
const isOnlineOnly = (path) => path.startsWith('assets/any-ascii-')
const addresses = shell
  .map((path) => path.slice('dist/web/'.length))
  .filter((path) => path !== 'index.html' && !isOnlineOnly(path))
const shellHash = createHash('sha256')
  .update(shell.map((path) => readFileSync(path)).join(''))
  .digest('hex')
  .slice(0, 12)
writeFileSync(
  'dist/web/worker.js',
  `const VERSION = '${shellHash}'\nconst SHELL = ${JSON.stringify(addresses)}\n${worker}`,
)
for (const path of files('dist/web')) {
  if (!/\.(html|js|css|svg|webmanifest|json)$/.test(path)) continue
  const content = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(content))
}

await buildClient()
await writeCodeCaches()
writeProgram()
writeManual()
makeReadable('dist')

/** The program itself: that every version of Node can read it, one that is too old can say so. */
function writeProgram() {
  const check = readFileSync('scripts/require-node.cjs', 'utf8')
  const requirement = check.replace("require('../package.json').engines.node", JSON.stringify(engines.node))
  writeFileSync('dist/track.js', `#!/usr/bin/env node\n${requirement}require('./start.js')\n`)
}

/** The manual, made by the program of what its help is made of. */
function writeManual() {
  const { status } = spawnSync(process.execPath, ['dist/track.js', 'man', '--output', 'dist/man'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error(`track man ended with ${status}`)
}

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}

/** Lets every user read and run what was built, whatever the umask; files of the server that runs below are private. */
function makeReadable(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(`${entry.parentPath}/${entry.name}`, entry.isDirectory() ? 0o755 : 0o644)
  chmodSync('dist/track.js', 0o755)
}

/** Runs the server and the command line once, and stores the code that V8 compiled. */
async function writeCodeCaches() {
  const home = mkdtempSync(join(tmpdir(), 'track-build-'))
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TZ: 'UTC',
    TRACK_DATA_DIR: home,
    TRACK_PORT: '0',
    TRACK_FIRST_KEY_FILE: join(home, 'key'),
    TRACK_LOG_LEVEL: 'error',
  }
  const run = (file, args, stdout) =>
    spawn(process.execPath, ['scripts/write-code-cache.mjs', file, ...args], {
      env,
      stdio: ['ignore', stdout, 'inherit'],
    })
  const ended = async (child) => {
    const [status] = await once(child, 'exit')
    if (status !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${status}`)
  }
  const server = run('serve.js', ['serve'], 'pipe')
  let output = ''
  for await (const text of server.stdout) if ((output += text).includes('listening on')) break
  env.TRACK_API_URL = /listening on (\S+)/.exec(output)[1]
  env.TRACK_API_KEY = readFileSync(env.TRACK_FIRST_KEY_FILE, 'utf8').trim()
  await ended(run('track.js', ['add', 'Call the dentist today'], 'ignore'))
  await ended(run('track.js', ['today'], 'ignore'))
  server.kill('SIGTERM')
  await ended(server)
  rmSync(home, { recursive: true })
}

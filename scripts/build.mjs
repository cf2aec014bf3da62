// Bundles the product into dist/: CommonJS files that hold all they need, since one file starts in two thirds of the time that modules in many files take.
// The command line is one; what a command seldom needs, the server above all, lies beside it and loads when it is asked for.
import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { build as page } from 'vite'
import { client } from './client.mjs'
import { packagesOf } from './shipped.mjs'

process.env.NODE_ENV = 'production' // whoever builds: tests do, too

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** What must not be bundled: it ships compiled code or is part of some Node versions only. */
const external = ['@photostructure/sqlite', 'node:sqlite', 'pg-native', 'pg-cloudflare']

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
  supported: { 'dynamic-import': false }, // becomes a require, which src/main/parts.ts answers
  external,
  metafile: true,
  sourcemap: 'external', // says whose time it is in a profile; not shipped
  logLevel: 'warning',
}

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
      return { path: `./${name}.js`, external: true }
    })
  },
}

/** What the server's framework loads only for routes with schemas of their own, for logs of its own, and for tests: half of its size, which each start would read. */
const LEFT_OUT = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request', 'pino']
const leftOut = {
  name: 'left out',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${LEFT_OUT.join('|')})$`) }, ({ path }) => ({ path, namespace: 'left-out' }))
    onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: '' }))
  },
}

const bundles = [
  await build({ ...options, entryPoints: { track: 'src/main/start.ts' }, outdir: 'dist' }),
  await build({ ...options, entryPoints: ['src/main/track.ts'], outdir: 'dist/modules', plugins: [apart] }),
  await build({ ...options, entryPoints: later, outdir: 'dist/modules', plugins: [leftOut] }),
]
writeFileSync('dist/package.json', '{"type":"commonjs"}\n')
const merged = (side) => Object.assign({}, ...bundles.map(({ metafile }) => metafile[side]))
const metafile = { inputs: merged('inputs'), outputs: merged('outputs') }
writeFileSync('dist/meta.json', JSON.stringify(metafile))

const { output } = await page({ logLevel: 'warn' })
const ofPage = output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
writeFileSync('dist/shipped.json', JSON.stringify(packagesOf([...Object.keys(metafile.inputs), ...ofPage]), null, 1))
const shell = files('dist/web')
const worker = readFileSync('src/web/worker.js', 'utf8')
const addresses = shell.map((path) => path.slice('dist/web'.length)).filter((path) => !path.endsWith('index.html'))
const mark = createHash('sha256')
  .update(shell.map((path) => readFileSync(path)).join(''))
  .digest('hex')
  .slice(0, 12)
writeFileSync(
  'dist/web/worker.js',
  `const VERSION = '${mark}'\nconst SHELL = ${JSON.stringify(['/', ...addresses])}\n${worker}`,
)
for (const path of files('dist/web')) {
  if (!/\.(html|js|css|svg|webmanifest|json)$/.test(path)) continue
  const content = readFileSync(path)
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(content))
}

await client()
await compiled()
openToAll('dist')

function files(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
}

/** Lets every user read and run what was built: the server that runs below writes for itself alone, as a umask may. */
function openToAll(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(`${entry.parentPath}/${entry.name}`, entry.isDirectory() ? 0o755 : 0o644)
  chmodSync('dist/track.js', 0o755)
}

/** Has V8 compile the server and the command line, by running both once, and keeps what it made. */
async function compiled() {
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
    spawn(process.execPath, ['scripts/code.mjs', file, ...args], { env, stdio: ['ignore', stdout, 'inherit'] })
  const ended = async (child) => {
    const [status] = await once(child, 'exit')
    if (status !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${status}`)
  }
  const server = run('serve.js', ['serve'], 'pipe')
  let said = ''
  for await (const text of server.stdout) if ((said += text).includes('listening on')) break
  env.TRACK_API_URL = /listening on (\S+)/.exec(said)[1]
  env.TRACK_API_KEY = readFileSync(env.TRACK_FIRST_KEY_FILE, 'utf8').trim()
  await ended(run('track.js', ['add', 'Call the dentist today'], 'ignore'))
  await ended(run('track.js', ['today'], 'ignore'))
  server.kill('SIGTERM')
  await ended(server)
  rmSync(home, { recursive: true })
}

// `npm run dev`: a server with sample data in .dev/, rebuilt and restarted on every change. Remove .dev/ to start over.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { ensureInstalled, root } from './prepare.mjs'

ensureInstalled()
const folder = join(root, '.dev')
const key = join(folder, 'key')
const port = process.env.TRACK_PORT ?? '4747'
const url = `http://127.0.0.1:${port}`
mkdirSync(folder, { recursive: true, mode: 0o700 })

const isNew = !existsSync(key)
const env = {
  ...process.env,
  TRACK_PORT: port,
  TRACK_DATA_DIR: folder,
  TRACK_FIRST_KEY_FILE: key,
  TRACK_RATE_LIMIT: '0',
}
let server

function start() {
  server = spawn(process.execPath, ['dist/track.js', 'serve'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] })
  server.stdout.on('data', (text) => process.stdout.write(text))
  return new Promise((ready) =>
    server.stdout.on('data', (text) => String(text).includes('track is listening') && ready()),
  )
}

function rebuild() {
  return spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' }).status === 0
}

if (!rebuild()) process.exit(1)
await start()
if (isNew) {
  const outfile = join(folder, 'dev-data.mjs')
  await build({
    entryPoints: [join(root, 'src/testing/dev-data.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  })
  spawnSync(process.execPath, [outfile, url, key], { stdio: 'inherit' })
}
console.log(`
sample data for the key in .dev/key; try:
  export TRACK_API_URL=${url} TRACK_API_KEY=${readFileSync(key, 'utf8').trim()}
  node dist/track.js today
`)

let timer
watch(join(root, 'src'), { recursive: true }, () => {
  clearTimeout(timer)
  timer = setTimeout(() => {
    if (!rebuild()) return
    server.once('exit', () => void start())
    server.kill('SIGTERM')
  }, 200)
})
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    server.once('exit', () => process.exit(0))
    server.kill('SIGTERM')
  })
}

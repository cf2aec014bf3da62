// Installs packages and builds, each only if missing or outdated.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modifiedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newest(path) {
  if (!statSync(path).isDirectory()) return modifiedAt(path)
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (error || status !== 0) {
    console.error(`error: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`)
    process.exit(1)
  }
}

export function ensureInstalled() {
  const lock = join(root, 'package-lock.json')
  if (modifiedAt(join(root, 'node_modules/.package-lock.json')) >= modifiedAt(lock)) return
  console.error('installing packages …')
  run('npm', ['ci', '--include=dev'])
}

export function ensureBuilt() {
  ensureInstalled()
  const builtAt = modifiedAt(join(root, 'dist/track.js'))
  const sources = ['src', 'scripts/build.mjs', 'package.json'].map((path) => newest(join(root, path)))
  if (builtAt >= Math.max(...sources)) return
  console.error('building …')
  run(process.execPath, ['scripts/build.mjs'])
}

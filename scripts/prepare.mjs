// Makes a fresh clone usable: packages and bundle, each only when missing or older than what it is made from.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const age = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newest(path) {
  if (!statSync(path).isDirectory()) return age(path)
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] })
  if (error || status !== 0) {
    console.error(`error: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`)
    process.exit(1)
  }
}

export function installed() {
  const lock = join(root, 'package-lock.json')
  if (age(join(root, 'node_modules/.package-lock.json')) >= age(lock)) return
  console.error('installing packages …')
  run('npm', ['ci', '--include=dev'])
}

export function built() {
  installed()
  const made = age(join(root, 'dist/track.js'))
  const sources = ['src', 'scripts/build.mjs', 'package.json'].map((path) => newest(join(root, path)))
  if (made >= Math.max(...sources)) return
  console.error('building …')
  run(process.execPath, ['scripts/build.mjs'])
}

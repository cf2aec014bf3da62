// Installs packages and builds, each only if missing or outdated.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const modifiedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0)

function newest(path) {
  if (!statSync(path).isDirectory()) return modifiedAt(path)
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function succeeds(command, args, cwd) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 2, 2] })
  if (!error && status === 0) return true
  console.error(`error: ${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`)
  return false
}

const PACKAGES = join(root, 'node_modules')

/** Whether node_modules, as npm last left it, holds every package of the lockfile, but those of other systems. */
function isInstalled() {
  const packagesIn = (path) => (existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : {})
  const installed = packagesIn(join(PACKAGES, '.package-lock.json'))
  return Object.entries(packagesIn(join(root, 'package-lock.json'))).every(
    ([path, { version, optional }]) =>
      path === '' || (installed[path] ? installed[path].version === version : optional),
  )
}

/** Installs beside the present packages, which are replaced once all others are there; returns whether they are. */
function install() {
  console.error('installing packages …')
  let beside
  try {
    beside = mkdtempSync(join(root, '.install-'))
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      copyFileSync(join(root, name), join(beside, name))
    if (!succeeds('npm', ['ci', '--include=dev'], beside)) return false
    if (existsSync(PACKAGES)) renameSync(PACKAGES, join(beside, 'former'))
    renameSync(join(beside, 'node_modules'), PACKAGES)
    return true
  } catch (error) {
    console.error(`error: packages can't be installed: ${error.message}`)
    return false
  } finally {
    if (beside) rmSync(beside, { recursive: true, force: true })
  }
}

function isBuilt() {
  const builtAt = modifiedAt(join(root, 'dist/track.js'))
  const sources = ['src', 'scripts/build.mjs', 'package.json'].map((path) => newest(join(root, path)))
  return builtAt >= Math.max(...sources)
}

export function ensureInstalled() {
  if (isInstalled() || install()) return
  console.error('The packages that are here were left as they are. Try again with a connection to the registry.')
  process.exit(1)
}

export function ensureBuilt() {
  if (isBuilt() && existsSync(PACKAGES)) {
    // what is built runs with other packages, too
    if (!isInstalled() && !install()) console.error('warning: going on with the packages that are here')
    return
  }
  ensureInstalled()
  console.error('building …')
  if (!succeeds(process.execPath, ['scripts/build.mjs'], root)) process.exit(1)
}

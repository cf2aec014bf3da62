import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { packagesOf } from '../../scripts/shipped.mjs'

const NOBODY = 65534

export const isRoot = process.getuid?.() === 0

/** What a command line begins with to run as another user than the builder, which only root can arrange. */
export const asAnotherUser = isRoot ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []

/** The built tree, installed for everyone on the machine. */
export interface Installation {
  /** Laid out as by the Dockerfile. */
  image: string
  /** Laid out as by `npm pack` and `npm install -g`. */
  global: string
  /** A folder that belongs to the other user. */
  newFolder(mode?: number): string
  /** Every file that holds compiled code. */
  codeFiles: string[]
  remove(): void
}

export function install(): Installation {
  const base = mkdtempSync(join(tmpdir(), 'track-installed-'))
  chmodSync(base, 0o755)
  const app = join(base, 'app')
  copyApp(app)
  const prefix = join(base, 'lib/node_modules')
  unpack(prefix, join(app, 'node_modules'))
  const global = join(base, 'bin/track')
  mkdirSync(join(base, 'bin'))
  symlinkSync('../lib/node_modules/track/dist/track.js', global)
  return {
    image: join(app, 'dist/track.js'),
    global,
    newFolder(mode = 0o700) {
      const folder = mkdtempSync(join(base, 'folder-'))
      chmodSync(folder, mode)
      if (isRoot) chownSync(folder, NOBODY, NOBODY)
      return folder
    },
    codeFiles: readdirSync(join(app, 'dist/modules'))
      .filter((name) => name.endsWith('.code'))
      .map((name) => join(app, 'dist/modules', name)),
    remove: () => rmSync(base, { recursive: true, force: true }),
  }
}

/** Copies with the modes that the build has left; those of packages are the installer's. */
function copyApp(app: string): void {
  cpSync('package.json', join(app, 'package.json'))
  for (const { path } of packagesOf([])) cpSync(path, join(app, path), { recursive: true })
  execFileSync('chmod', ['-R', 'u=rwX,go=rX', app])
  execFileSync('cp', ['-a', 'dist', app])
}

function unpack(prefix: string, packages: string): void {
  mkdirSync(prefix, { recursive: true })
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', prefix]
  const file = execFileSync('npm', pack, { encoding: 'utf8' }).trim()
  execFileSync('tar', ['-xzf', file, '--no-same-owner', '--transform', 's/^package/track/'], { cwd: prefix })
  symlinkSync(resolve(packages), join(prefix, 'track/node_modules'))
}

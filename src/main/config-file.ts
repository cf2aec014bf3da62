import { chmodSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConfigFile } from '#cli/environment.ts'
import { TrackError } from '#domain/errors.ts'
import { reasonOf, writeAtomically } from './files.ts'
import { makeFolder } from './folders.ts'
import type { Home } from './home.ts'

/** The command line's configuration file in a home folder. */
export function configFileIn(home: Home): ConfigFile {
  const path = join(home.path, '.track', 'config.toml')
  return { path, read: () => read(path), write: (text) => write(path, text, home.source) }
}

function read(path: string): { text: string; mode: number } | null {
  try {
    return { text: readFileSync(path, 'utf8'), mode: statSync(path).mode & 0o777 }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new TrackError('unavailable', `${path} can't be read: ${reasonOf(error)}`)
  }
}

function write(path: string, text: string, source: string): void {
  const folder = dirname(path)
  makeFolder({
    path: folder,
    purpose: 'the folder',
    source,
    hint: 'Set HOME to a folder that can be written, or TRACK_API_KEY and TRACK_API_URL instead of the file.',
  })
  try {
    chmodSync(folder, 0o700)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be written: ${reasonOf(error)}`)
  }
  writeAtomically(path, text)
}

import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ConfigFile } from '#cli/world.ts'
import { TrackError } from '#domain/errors.ts'
import { reasonOf, writeWhole } from './files.ts'

/** The command line's settings at `path`. */
export function configFileAt(path: string): ConfigFile {
  return { path, read: () => read(path), write: (text) => write(path, text) }
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

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    chmodSync(dirname(path), 0o700)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be written: ${reasonOf(error)}`)
  }
  writeWhole(path, text)
}

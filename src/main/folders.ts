import { accessSync, constants, mkdirSync, mkdtempSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { reasonOf } from './files.ts'

const { R_OK, W_OK, X_OK } = constants

export interface Folder {
  path: string
  /** What it is for, as the beginning of a message: `the data folder`. */
  purpose: string
  /** What led there: a variable, a flag. */
  source: string
  hint: string
}

/** Makes a folder and those missing above it, for their owner only. Throws `unavailable`, also if it is read-only. */
export function makeFolder({ path, purpose, source, hint }: Folder): void {
  let verb = 'made'
  try {
    make(path)
    verb = 'written'
    accessSync(path, R_OK | W_OK | X_OK)
  } catch (error) {
    const why = reason(error as NodeJS.ErrnoException)
    throw new TrackError('unavailable', `${purpose} ${path} can't be ${verb}: ${why}; ${source} leads there`, { hint })
  }
}

/** Not mkdir's own `recursive`, which never ends where a parent exists and still can't hold a folder (/proc). */
function make(path: string): void {
  if (isFolder(path)) return
  const parent = dirname(path)
  if (parent !== path) make(parent)
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!isFolder(path)) throw error // else another process was quicker
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return `no folder can be made in ${dirname(error.path!)}`
  return error.code === 'EEXIST' ? `${error.path} is no folder` : reasonOf(error)
}

/** Makes a folder of its own for what is soon removed. Throws `unavailable`. */
export function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'track-'))
  } catch (error) {
    throw new TrackError(
      'unavailable',
      `no temporary folder can be made in ${tmpdir()}: ${reasonOf(error)}; TMPDIR leads there`,
      { hint: 'Set TMPDIR to a folder that can be written.' },
    )
  }
}

import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'

/** Reads a file. Throws `unavailable`. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be read: ${reasonOf(error)}`, { hint: 'Nothing was changed.' })
  }
}

/** Whether there is a file at the path, other than pipes and devices. */
export const isFile = (path: string): boolean =>
  !isStream(path) && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)

/**
 * Writes a file with mode 0600 atomically, by renaming a temporary one. Symbolic links are followed; pipes and devices
 * are appended to. Throws `unavailable`.
 */
export function writeAtomically(path: string, text: string): void {
  try {
    if (isStream(path)) writeFileSync(path, text, { flag: 'a' })
    else replace(linkTarget(path), text)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be written: ${whyNotWritten(path, error)}`)
  }
}

/** Pipes and devices, and links to open files such as /dev/stdout, which must not be replaced. */
function isStream(path: string): boolean {
  const existing = statSync(path, { throwIfNoEntry: false })
  return (
    /^\/(dev|proc)\//.test(resolve(path)) || (existing !== undefined && !existing.isFile() && !existing.isDirectory())
  )
}

function linkTarget(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
  return link ? linkTarget(resolve(dirname(path), readlinkSync(path))) : path
}

function replace(path: string, text: string): void {
  const temporary = `${path}.${process.pid}`
  try {
    rmSync(temporary, { force: true })
    withSyncedFile(temporary, 'wx', (file) => writeAll(file, text))
    renameSync(temporary, path)
    withSyncedFile(dirname(path), 'r', () => {}) // so that the new name outlasts a power cut
  } catch (error) {
    removeIfThere(temporary)
    throw error
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // it was not created
  }
}

/** Opens a file, and closes it once the disk has what `work` wrote. */
function withSyncedFile(path: string, mode: 'wx' | 'r', work: (file: number) => void): void {
  const file = openSync(path, mode, 0o600)
  try {
    work(file)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Why a file could not be made or written, in a few words. */
export function whyNotWritten(path: string, error: unknown): string {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return reasonOf(error)
  const folder = dirname(resolve(path))
  return existsSync(folder) ? `${folder} takes no files` : `the folder ${folder} does not exist`
}

/** Why the system refused a path, in a few words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EISDIR: 'it is a folder',
    EROFS: 'the disk is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a part of the path is no folder',
  }
  return reasons[code ?? ''] ?? message
}

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

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be read: ${reasonOf(error)}`, { hint: 'Nothing was changed.' })
  }
}

/** Writes a file that only its owner can read, through a new one beside it, so that a crash leaves the old one whole. A link leads to the file; pipes and devices are written into. */
export function writeWhole(path: string, text: string): void {
  try {
    if (isStream(path)) writeFileSync(path, text, { flag: 'a' })
    else replace(target(path), text)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be written: ${whyNotWritten(path, error)}`)
  }
}

/** What stands for something else than a file of its own: /dev/stdout may lead to one that others write, too. */
function isStream(path: string): boolean {
  const known = statSync(path, { throwIfNoEntry: false })
  return /^\/(dev|proc)\//.test(resolve(path)) || (known !== undefined && !known.isFile() && !known.isDirectory())
}

function target(path: string): string {
  const link = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
  return link ? target(resolve(dirname(path), readlinkSync(path))) : path
}

function replace(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`
  try {
    rmSync(fresh, { force: true })
    synced(fresh, 'wx', (file) => writeAll(file, text))
    renameSync(fresh, path)
    synced(dirname(path), 'r', () => {})
  } catch (error) {
    discard(fresh)
    throw error
  }
}

function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // it could not be made there either
  }
}

function synced(path: string, mode: 'wx' | 'r', work: (file: number) => void): void {
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

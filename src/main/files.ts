import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { TrackError } from '#domain/errors.ts'

export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be read: ${reasonOf(error)}`, { hint: 'Nothing was changed.' })
  }
}

/** Writes a file of its owner's only, through a new one beside it, so that a crash leaves the old one whole. A link leads to the file; pipes and devices are written into. */
export function writeWhole(path: string, text: string): void {
  try {
    const known = statSync(path, { throwIfNoEntry: false })
    if (known?.isFile() === false && !known.isDirectory()) writeFileSync(path, text)
    else replace(known ? realpathSync(path) : path, text)
  } catch (error) {
    throw new TrackError('unavailable', `${path} can't be written: ${reasonOf(error)}`)
  }
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
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
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

export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = { ENOENT: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a folder', EROFS: 'the disk is read-only', ENOSPC: 'the disk is full', ENOTDIR: 'a part of the path is no folder' }
  return reasons[code ?? ''] ?? message
}

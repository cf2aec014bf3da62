import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ConfigFile } from '#cli/world.ts'
import { TrackError } from '#domain/errors.ts'

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

/** Through a new file beside it, so that a crash leaves the old one whole. */
function write(path: string, text: string): void {
  const fresh = `${path}.${process.pid}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    chmodSync(dirname(path), 0o700)
    rmSync(fresh, { force: true })
    synced(fresh, 'wx', (file) => writeSync(file, text))
    renameSync(fresh, path)
    synced(dirname(path), 'r', () => {})
  } catch (error) {
    discard(fresh)
    throw new TrackError('unavailable', `${path} can't be written: ${reasonOf(error)}`)
  }
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

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Record<string, string> = { EACCES: 'permission denied', EISDIR: 'it is a folder', EROFS: 'the disk is read-only', ENOSPC: 'the disk is full', ENOTDIR: 'a part of the path is no folder' }
  return reasons[code ?? ''] ?? message
}

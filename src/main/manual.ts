import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { whyNotWritten } from './files.ts'
import { makeTemporaryFolder } from './folders.ts'

/** Shows a page of the manual by `man`; returns false where there is none. */
export function showManual(text: string): boolean {
  const folder = makeTemporaryFolder()
  try {
    const file = join(folder, 'track.1')
    writeFileSync(file, text)
    return spawnSync('man', [file], { stdio: 'inherit' }).status === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Writes pages of the manual, for everyone to read. Throws `unavailable` with the path. */
export function writeManual(folder: string, pages: readonly { name: string; text: string }[]): void {
  for (const { name, text } of pages) {
    const path = join(folder, `${name}.1`)
    try {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, text)
      chmodSync(path, 0o644)
    } catch (error) {
      throw new TrackError('unavailable', `${path} can't be written: ${whyNotWritten(path, error)}`)
    }
  }
}

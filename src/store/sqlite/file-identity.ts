import { statSync } from 'node:fs'

interface FileIdentity {
  ino: number
  dev: number
}

/** What a path leads to, whatever its name; undefined where it is removed or inaccessible. */
export function fileIdentity(path: string): FileIdentity | undefined {
  try {
    const { ino, dev } = statSync(path)
    return { ino, dev }
  } catch {
    return undefined
  }
}

export function isSameFile(one: FileIdentity | undefined, other: FileIdentity | undefined): boolean {
  return one?.ino === other?.ino && one?.dev === other?.dev
}

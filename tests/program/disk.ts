import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small disk of its own, seen only by who is started `through` it. */
export interface Disk {
  /** Where it lies for those. */
  path: string
  /** Where it lies for this process. */
  here: string
  /** What a command line has to begin with to see it. */
  through: string[]
  readOnly(): void
  remove(): Promise<void>
}

const AS_ROOT = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
const MOUNT = 'mount -t tmpfs -o size="$1" none "$2" && echo mounted && exec sleep 600'

/** A file system in memory, in a mount namespace that a sleeping process keeps: nothing is left on this machine, and no root is needed. */
export async function newDisk(size: string): Promise<Disk> {
  const path = mkdtempSync(join(tmpdir(), 'track-disk-'))
  const holder = spawn('unshare', ['--mount', ...AS_ROOT, 'sh', '-c', MOUNT, 'sh', size, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  const through = [
    'nsenter',
    '--target',
    String(holder.pid),
    '--mount',
    ...(AS_ROOT.length ? ['--user', '--preserve-credentials'] : []),
  ]
  return {
    path,
    here: `/proc/${holder.pid}/root${path}`,
    through,
    readOnly: () => void execFileSync(through[0]!, [...through.slice(1), 'mount', '-o', 'remount,ro', path]),
    remove: async () => {
      const ended = once(holder, 'exit')
      holder.kill('SIGKILL')
      await ended
      rmSync(path, { recursive: true })
    },
  }
}

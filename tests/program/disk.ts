import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small disk that only processes started with `commandPrefix` see. */
export interface Disk {
  /** Its path for these processes. */
  path: string
  /** Its path for this process. */
  pathForTest: string
  /** A command and arguments that run another command with the disk mounted. */
  commandPrefix: string[]
  readOnly(): void
  remove(): Promise<void>
}

const AS_ROOT = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']
const MOUNT = 'mount -t tmpfs -o size="$1" none "$2" && echo mounted && exec sleep 600'

/** Creates a tmpfs in a mount namespace of its own, held by a sleeping process; root is not needed. */
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
    pathForTest: `/proc/${holder.pid}/root${path}`,
    commandPrefix: through,
    readOnly: () => void execFileSync(through[0]!, [...through.slice(1), 'mount', '-o', 'remount,ro', path]),
    remove: async () => {
      const ended = once(holder, 'exit')
      holder.kill('SIGKILL')
      await ended
      rmSync(path, { recursive: true })
    },
  }
}

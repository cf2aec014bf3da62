import { spawn } from 'node:child_process'
import type { Env } from './settings.ts'

/** The opener may keep running with the browser as its child: if it has not failed by then, it has succeeded. */
const FAILURE_WINDOW_MS = 1500

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Opens a URL in the user's browser; returns whether there is one. */
export function browse(url: string, env: Env, platform: NodeJS.Platform): Promise<boolean> {
  const [program, ...words] = OPENERS[platform] ?? ['xdg-open']
  if (program === 'xdg-open' && !env.DISPLAY && !env.WAYLAND_DISPLAY && !env.BROWSER) return Promise.resolve(false)
  return new Promise((resolve) => {
    const opener = spawn(program, [...words, url], { stdio: 'ignore', detached: true })
    const timer = setTimeout(() => resolve(true), FAILURE_WINDOW_MS)
    const finish = (worked: boolean) => {
      clearTimeout(timer)
      resolve(worked)
    }
    opener.on('error', () => finish(false))
    opener.on('exit', (code) => finish(code === 0))
    opener.unref()
  })
}

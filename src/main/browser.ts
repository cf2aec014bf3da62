import { spawn } from 'node:child_process'
import type { Env } from './settings.ts'

/** A browser may run on as the opener's child; who has not failed by then has worked. */
const FAILS_WITHIN_MS = 1500

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
}

/** Opens an address in the user's browser; gives whether there is one. */
export function browse(url: string, env: Env, platform: NodeJS.Platform): Promise<boolean> {
  const [program, ...words] = OPENERS[platform] ?? ['xdg-open']
  if (program === 'xdg-open' && !env.DISPLAY && !env.WAYLAND_DISPLAY && !env.BROWSER) return Promise.resolve(false)
  return new Promise((resolve) => {
    const opener = spawn(program, [...words, url], { stdio: 'ignore', detached: true })
    const late = setTimeout(() => resolve(true), FAILS_WITHIN_MS)
    const done = (worked: boolean) => {
      clearTimeout(late)
      resolve(worked)
    }
    opener.on('error', () => done(false))
    opener.on('exit', (code) => done(code === 0))
    opener.unref()
  })
}

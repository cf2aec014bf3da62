import { probe } from './probe.ts'
import { readSettings } from './settings.ts'

/** For a container: exits with 0 if the server that has this environment's settings is ready, else with 1. */
async function isReady(): Promise<boolean> {
  const { host, port } = readSettings(process.env)
  const own = { '0.0.0.0': '127.0.0.1', '::': '::1' }[host] ?? host
  const { status } = await probe(`http://${own.includes(':') ? `[${own}]` : own}:${port}/readyz`)
  if (status !== 200) console.error(`/readyz answers ${status}`)
  return status === 200
}

void isReady().then(
  (ready) => process.exit(ready ? 0 : 1),
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)

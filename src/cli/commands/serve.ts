import { command, type Option } from '../command.ts'
import type { Flags } from '../usage.ts'

const OPTIONS: Option[] = [
  { flags: '--host <host>', says: 'TRACK_HOST (127.0.0.1)' },
  { flags: '--port <port>', says: 'TRACK_PORT (4747; 0 picks one)' },
  { flags: '--data-dir <dir>', says: 'TRACK_DATA_DIR' },
  { flags: '--database-url <url>', says: 'TRACK_DATABASE_URL (sqlite:PATH or postgres://…)' },
  { flags: '--public-url <url>', says: 'TRACK_PUBLIC_URL' },
  { flags: '--trust-proxy <hops>', says: 'TRACK_TRUST_PROXY' },
  { flags: '--log-level <level>', says: 'TRACK_LOG_LEVEL' },
  { flags: '--rate-limit <n>', says: 'TRACK_RATE_LIMIT, requests a minute per key (600; 0: off)' },
  { flags: '--auth-rate-limit <n>', says: 'TRACK_AUTH_RATE_LIMIT, wrong keys a minute per address (10; 0: off)' },
  { flags: '--first-key-file <path>', says: 'TRACK_FIRST_KEY_FILE' },
]

/** The settings of the server as flags, each named as its variable. */
export const serve = command<Record<string, string | undefined>>({
  options: OPTIONS,
  about: 'Each flag stands for the variable beside it and takes precedence over it.',
  examples: ['track serve', 'track serve --port 8080 --data-dir /var/lib/track'],
  read: ({ flags }) => variables(flags),
  run: (cli, flags) => cli.world.serve(flags),
})

/** The variables that flags stand for: `dataDir` is TRACK_DATA_DIR. */
function variables(flags: Flags): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      `TRACK_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      String(value),
    ]),
  )
}

import { command, FILES, type Option } from '../command.ts'
import type { OptionValues } from '../options.ts'

const OPTIONS: Option[] = [
  { flags: '--host <host>', description: 'TRACK_HOST (127.0.0.1)' },
  { flags: '--port <port>', description: 'TRACK_PORT (4747; 0 picks one)' },
  { flags: '--data-dir <dir>', description: 'TRACK_DATA_DIR', choices: [FILES] },
  { flags: '--database-url <url>', description: 'TRACK_DATABASE_URL (sqlite:PATH or postgres://…)' },
  { flags: '--database-listen-url <url>', description: 'TRACK_DATABASE_LISTEN_URL' },
  { flags: '--public-url <url>', description: 'TRACK_PUBLIC_URL' },
  { flags: '--trust-proxy <hops>', description: 'TRACK_TRUST_PROXY' },
  { flags: '--log-level <level>', description: 'TRACK_LOG_LEVEL' },
  { flags: '--rate-limit <n>', description: 'TRACK_RATE_LIMIT, requests a minute per key (600; 0: off)' },
  {
    flags: '--auth-rate-limit <n>',
    description: 'TRACK_AUTH_RATE_LIMIT, wrong keys a minute per address (10; 0: off)',
  },
  { flags: '--quota-items <n>', description: 'TRACK_QUOTA_ITEMS, items of a user (0: any number)' },
  { flags: '--quota-bytes <n>', description: 'TRACK_QUOTA_BYTES, bytes of text of a user (0: any number)' },
  { flags: '--first-key-file <path>', description: 'TRACK_FIRST_KEY_FILE', choices: [FILES] },
]

/** Runs the server. Each flag is named as the setting's variable. */
export const serve = command<Record<string, string | undefined>>({
  options: OPTIONS,
  keyless: true,
  about: 'Each flag stands for the variable beside it and takes precedence over it.',
  examples: ['track serve', 'track serve --port 8080 --data-dir /var/lib/track'],
  read: ({ flags }) => variables(flags),
  run: (cli, flags) => cli.environment.serve(flags),
})

/** Flags as variables: `dataDir` becomes TRACK_DATA_DIR. */
function variables(flags: OptionValues): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      `TRACK_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`,
      String(value),
    ]),
  )
}

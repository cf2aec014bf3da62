import { spawnSync } from 'node:child_process'

/** For tests: what a Python program that reads `input` prints as JSON. Throws where it writes to standard error. */
export function python(program: string, input: string): unknown {
  const { stdout, stderr } = spawnSync(interpreter(), ['-c', program], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  if (stderr) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** Debian's own interpreter comes first: its packages are invisible to any other. */
function interpreter(): string {
  const found = ['/usr/bin/python3', 'python3'].find(
    (command) => spawnSync(command, ['-c', 'import icalendar, dateutil, recurring_ical_events']).status === 0,
  )
  if (found === undefined)
    throw new Error(
      'This test needs Python modules. On Debian and Ubuntu: apt-get install -y python3-recurring-ical-events',
    )
  return found
}

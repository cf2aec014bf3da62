import { type Cli, findMe, warnOfLocalUrl } from '../cli.ts'
import { command } from '../command.ts'

export const calendar = command<{ rotate: boolean; qr: boolean }>({
  ofSpace: true,
  options: [
    { flags: '--rotate', description: 'replace the feed key; the old address stops at once' },
    { flags: '--qr', description: 'show it as a code for the camera of a phone, too' },
  ],
  data: true,
  about:
    "Who has the address can read your calendar and nothing else. Each space has its own, and --space '*' is all. " +
    'More in the address: &all=1 &kinds=chore,todo &tags=a,b &project=slug &repeat=1',
  examples: ['track calendar', "track calendar --space '*'", 'track calendar --qr', 'track calendar --rotate'],
  read: ({ flags }) => ({ rotate: flags.rotate === true, qr: flags.qr === true }),
  async run(cli, { rotate, qr }) {
    const track = await cli.track()
    const feed = rotate ? await track.calendar.rotate() : await track.calendar.get()
    if (cli.json) cli.out.json(feed)
    else
      await cli.out.table(
        [{}, { whole: true }],
        [
          [new URL(feed.https).protocol.slice(0, -1), feed.https],
          ['webcal', feed.webcal],
        ],
      )
    if (qr && !cli.json) for (const line of (await import('../qr.ts')).qrLines(feed.webcal)) cli.out.line(line)
    cli.notify(
      rotate
        ? 'the old address has stopped; subscribe to this one anew'
        : 'subscribe to one of them in your calendar; keep it to yourself',
    )
    await tellOfOthers(cli)
    warnOfLocalUrl(cli.out, feed.https)
  },
})

/** Says how the addresses of shared spaces are shown, where it was not asked for one. */
async function tellOfOthers(cli: Cli): Promise<void> {
  if (cli.space !== undefined) return
  const shared = (await findMe(cli)).spaces.filter(({ role }) => role !== 'invited')
  if (!shared.length) return
  const spaces = shared.map(({ name }) => `--space ${name}`).join(', ')
  cli.notify(`this is your own space; of others: ${spaces}; of all: --space '*'`)
}

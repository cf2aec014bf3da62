import { warnOfLocalUrl } from '../cli.ts'
import { command } from '../command.ts'

export const calendar = command<{ rotate: boolean; qr: boolean }>({
  ofSpace: true,
  options: [
    { flags: '--rotate', description: 'replace the feed key; the old address stops at once' },
    { flags: '--qr', description: 'show it as a code for the camera of a phone, too' },
  ],
  data: true,
  about:
    'Who has the address can read your calendar and nothing else. ' +
    'More in the address: &all=1 &kinds=chore,todo &tags=a,b &project=slug &repeat=1',
  examples: ['track calendar', 'track calendar --qr', 'track calendar --rotate'],
  read: ({ flags }) => ({ rotate: flags.rotate === true, qr: flags.qr === true }),
  async run(cli, { rotate, qr }) {
    const track = await cli.track()
    const feed = rotate ? await track.calendar.rotate() : await track.calendar.get()
    if (cli.json) cli.out.json(feed)
    else
      await cli.out.table(
        [{}, {}],
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
    warnOfLocalUrl(cli.out, feed.https)
  },
})

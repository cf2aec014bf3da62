import { withSpaces } from '../cli.ts'
import { command } from '../command.ts'
import { findFeature, isFeatureId } from '../features.ts'
import { IDS_ARGUMENT, idsFromInput, idsOf } from '../input.ts'
import { idAndTitle } from '../items.ts'
import { inOneWrite } from '../write.ts'

export const rm = command<string[]>({
  args: [IDS_ARGUMENT],
  readsInput: idsFromInput,
  data: true,
  about:
    'Nothing is asked, since undo brings them back. Several ids are one write and one undo. ' +
    'With --json nothing is printed.',
  examples: ['track rm t-1f3a', 'track rm g-12 g-9f'],
  read: ({ args, input }) => idsOf(args, input),
  async run(cli, ids) {
    const track = await cli.track()
    const found = await Promise.all(
      ids.map(async (id) => (isFeatureId(id) ? (await findFeature(track, id)).feature : track.items.get({ id }))),
    )
    const items = [...new Map(found.map((item) => [item.id, item])).values()]
    await inOneWrite(
      track,
      items.map(({ id }) => ({ op: isFeatureId(id) ? 'features.remove' : 'items.remove', input: { id } })),
    )
    if (cli.json) return
    for (const item of await withSpaces(cli, items)) cli.out.line(`removed ${idAndTitle(item)}`)
    cli.notify('undo with: track undo')
  },
})

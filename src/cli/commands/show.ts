import { TrackError } from '#domain/errors.ts'
import { idBeginning } from '#domain/ids.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import { command } from '../command.ts'
import { printItem } from '../print-item.ts'
import { printProject } from '../print-project.ts'

export const show = command<{ id: string } | { slug: string }>({
  args: [['<id|slug>', 'an item, by a clear beginning of its id, or a project']],
  data: true,
  paged: true,
  examples: ['track show t-1f3a', 'track show kitchen-reno', 'track show t-1f --json'],
  read({ args: [what = ''] }) {
    const id = idBeginning(what)
    return id ? { id } : { slug: what }
  },
  async run(cli, what) {
    const track = await cli.track()
    if ('slug' in what) {
      const view = await track.projects.get(what)
      return cli.json ? cli.out.json(view) : printProject(cli, view)
    }
    if (what.id.startsWith(`${FEATURE_PREFIX}-`))
      throw new TrackError('not_found', `${what.id} is a feature`, {
        hint: 'Its project shows it: track project show SLUG',
      })
    const item = await track.items.get(what)
    return cli.json ? cli.out.json(item) : printItem(cli, item)
  },
})

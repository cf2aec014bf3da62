import { idBeginning } from '#domain/ids.ts'
import { command, FEATURES, ITEMS, PROJECTS } from '../command.ts'
import { findFeature, isFeatureId } from '../features.ts'
import { printItem } from '../print-item.ts'
import { printFeature, printProject } from '../print-project.ts'

export const show = command<{ id: string } | { slug: string }>({
  args: [
    ['<id|slug>', 'an item or a feature, by a clear beginning of its id, or a project', [ITEMS, FEATURES, PROJECTS]],
  ],
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
    if (isFeatureId(what.id)) {
      const { feature, project } = await findFeature(track, what.id)
      return cli.json ? cli.out.json(feature) : printFeature(cli, feature, project)
    }
    const item = await track.items.get(what)
    return cli.json ? cli.out.json(item) : printItem(cli, item)
  },
})

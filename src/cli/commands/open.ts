import { idBeginning } from '#domain/ids.ts'
import type { Cli } from '../cli.ts'
import { command, ITEMS, PROJECTS } from '../command.ts'
import { findFeature, isFeatureId } from '../features.ts'

export const open = command<string | undefined>({
  args: [['[id|slug]', 'an item or a project to open there', [ITEMS, PROJECTS]]],
  about: 'Where there is no browser, the address is printed.',
  examples: ['track open', 'track open t-1f3a', 'track open kitchen-reno'],
  read: ({ args: [what] }) => what,
  async run(cli, what) {
    const { environment, out, notify } = cli
    const { url } = await cli.settings()
    const root = `${url.value}/` // where there is a path it ends so
    const page =
      what === undefined
        ? new URL(root).pathname === '/'
          ? url.value
          : root
        : new URL(await pathOf(cli, what), root).href
    if (await environment.browse(page)) notify(`opened ${page}`)
    else out.line(page)
  },
})

/** The path in the page of an item, by a clear beginning of its id, or of a project. Throws `not_found`. */
async function pathOf(cli: Cli, what: string): Promise<string> {
  const track = await cli.track()
  const id = idBeginning(what)
  if (!id) return `projects/${(await track.projects.get({ slug: what })).slug}`
  if (isFeatureId(id)) return `projects/${(await findFeature(track, id)).project.slug}`
  return `today?item=${(await track.items.get({ id })).id}`
}

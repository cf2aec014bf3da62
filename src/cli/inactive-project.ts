import type { Item } from '#domain/fields.ts'
import type { Cli } from './cli.ts'

/** Warns if tasks were put into a project that is done or archived, since no view shows them. */
export async function warnIfProjectInactive(cli: Cli, items: readonly Item[]): Promise<void> {
  if (cli.json) return
  const track = await cli.track()
  for (const slug of new Set(items.flatMap(({ project }) => project ?? []))) {
    const { status } = await track.projects.get({ slug })
    if (status !== 'active')
      cli.out.message(
        `warning: ${slug} is ${status}, so its tasks show in no view. ` +
          `To take it up again: track project edit ${slug} --status active`,
      )
  }
}

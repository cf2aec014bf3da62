import type { ComponentChildren } from 'preact'
import { Link, useRoute } from 'wouter-preact'
import type { ProjectSummary } from '#contract/types.ts'
import { listUnderPointer, takesDrops } from '#web/dnd/list-drop.ts'
import { pathIn } from '#web/live/place.ts'
import { Icon } from '#web/ui/icon.tsx'
import { projectColour } from '#web/ui/kinds.ts'
import { type Counts, type NavEntry, SPACE_LISTS } from '#web/ui/navigation.ts'
import { Ring } from '#web/ui/progress.tsx'

/** What the sidebar needs of a project; a ProjectSummary fits. */
export type ProjectEntry = Pick<ProjectSummary, 'slug' | 'title' | 'open' | 'progress'>

/** A space's lists and projects. */
export interface SpaceEntry {
  /** Of the shared space; null for one's own. */
  space: string | null
  counts: Counts
  projects: readonly ProjectEntry[]
}

function NavLink({ path, count, children }: { path: string; count?: number; children: ComponentChildren }) {
  const [here] = useRoute(path)
  return (
    <Link
      href={path}
      class="nav"
      aria-current={here ? 'page' : undefined}
      data-drop={takesDrops(path) ? path : undefined}
      data-over={listUnderPointer.value === path || undefined}
    >
      {children}
      {count ? (
        <b>
          <span class="unseen">, </span>
          {count.toLocaleString('en')}
        </b>
      ) : null}
    </Link>
  )
}

export const Entry = ({ entry, count }: { entry: NavEntry; count?: number }) => (
  <NavLink path={entry.path} count={count}>
    <Icon name={entry.icon} />
    <span class="nav-name">{entry.title}</span>
  </NavLink>
)

/** The lists that every space has. */
export const Lists = ({ space, counts }: SpaceEntry) => (
  <>
    {SPACE_LISTS.map((entry) => (
      <Entry
        key={entry.path}
        entry={{ ...entry, path: pathIn(space, entry.path) }}
        count={entry.counted && counts[entry.counted]}
      />
    ))}
  </>
)

export const Projects = ({ space, projects }: SpaceEntry) => (
  <>
    {projects.map((project) => (
      <Project key={project.slug} project={project} space={space} />
    ))}
  </>
)

/** How much of a project is done, 0 to 1; 0 without tasks. */
export const share = ({ progress }: ProjectEntry) => (progress.total ? progress.done / progress.total : 0)

function Project({ project, space }: { project: ProjectEntry; space: string | null }) {
  return (
    <NavLink path={pathIn(space, `/projects/${project.slug}`)} count={project.open}>
      <Ring part={share(project)} colour={projectColour(project.slug)} size={16} />
      <span class="nav-name" dir="auto">
        {project.title}
      </span>
    </NavLink>
  )
}

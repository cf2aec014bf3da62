import type { ProjectSummary } from '#contract/types.ts'
import type { ComponentChildren } from 'preact'
import { Link, useRoute, useSearch } from 'wouter-preact'
import { pathIn } from '#web/format/addresses.ts'
import type { KeptSearch } from '#web/live/use-kept-searches.ts'
import { listUnderPointer, takesDrops } from '#web/dnd/list-drop.ts'
import { Keys, TextButton } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { projectColour } from '#web/ui/kinds.ts'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { Ring } from '#web/ui/progress.tsx'
import { ConnectionStatus, type ConnectionState } from './connection-status.tsx'
import { isUpdateReady, takeUpdate } from './update.ts'
import { type Counts, LISTS, MORE, type NavEntry, SEARCH, SPACE_LISTS } from '#web/ui/navigation.ts'

/** What the sidebar needs of a project; a ProjectSummary fits. */
export type ProjectEntry = Pick<ProjectSummary, 'slug' | 'title' | 'open' | 'progress'>

/** A space's lists and projects. */
export interface SpaceEntry {
  /** Of the shared space; null for one's own. */
  space: string | null
  counts: Counts
  projects: readonly ProjectEntry[]
}

export interface SidebarProps {
  /** How many items are for today. */
  today: number
  /** One's own space first. */
  spaces: readonly SpaceEntry[]
  /** Searches that are kept as views. */
  searches: readonly KeptSearch[]
  connection: ConnectionState
  waiting: number
  userName: string
  userMenu?: readonly MenuEntry[]
  /** The part of it that switches accounts. */
  accountMenu?: readonly MenuEntry[]
  onAdd: () => void
  /** In a space. */
  onAddProject?: (space: string | null) => void
  /** Shows what waits for the server. */
  onWaiting?: () => void
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

const Entry = ({ entry, count }: { entry: NavEntry; count?: number }) => (
  <NavLink path={entry.path} count={count}>
    <Icon name={entry.icon} />
    <span class="nav-name">{entry.title}</span>
  </NavLink>
)

/** The lists that every space has. */
const Lists = ({ space, counts }: SpaceEntry) => (
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

const AddProject = ({ space, onClick }: { space?: string | null; onClick: () => void }) => (
  <button
    type="button"
    class="side-plus"
    aria-label={space ? `Add a project to ${space}` : 'Add a project'}
    onClick={onClick}
  >
    <Icon name="plus" size={14} />
  </button>
)

const Projects = ({ space, projects }: SpaceEntry) => (
  <>
    {projects.map((project) => (
      <Project key={project.slug} project={project} space={space} />
    ))}
  </>
)

/** A shared space under its name, which leads to its members. */
function SharedSpace({ entry, onAddProject }: { entry: SpaceEntry } & Pick<SidebarProps, 'onAddProject'>) {
  const address = pathIn(entry.space, '')
  return (
    <>
      <div class="side-cap">
        <h2>
          <Link href={address} data-drop={address} data-over={listUnderPointer.value === address || undefined}>
            {entry.space}
          </Link>
        </h2>
        {onAddProject && <AddProject space={entry.space} onClick={() => onAddProject(entry.space)} />}
      </div>
      <Lists {...entry} />
      <Projects {...entry} />
    </>
  )
}

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

/** The address of a search. */
export const pathOfSearch = (text: string): string => `${SEARCH.path}?${new URLSearchParams({ q: text })}`

function Search({ search: { text, count } }: { search: KeptSearch }) {
  const [isSearch] = useRoute(SEARCH.path)
  const isHere = new URLSearchParams(useSearch()).get('q') === text && isSearch
  return (
    <Link href={pathOfSearch(text)} class="nav" aria-current={isHere ? 'page' : undefined}>
      <Icon name="search" />
      <span class="nav-name" dir="auto">
        {text}
      </span>
      {count > 0 && (
        <b>
          <span class="unseen">, </span>
          {count.toLocaleString('en')}
        </b>
      )}
    </Link>
  )
}

/** Offered where it is in nobody's way. */
export const UpdateButton = () => <TextButton onClick={takeUpdate}>A new version is ready</TextButton>

export function Sidebar({
  today,
  spaces: [own, ...shared],
  searches,
  connection,
  waiting,
  userName,
  userMenu,
  onAdd,
  onAddProject,
  onWaiting,
}: SidebarProps) {
  return (
    <nav class="side" aria-label="Main">
      <Link href="/today" class="brand">
        <i aria-hidden="true">
          <Icon name="tick" />
        </i>
        Track
      </Link>
      <button type="button" class="quick" onClick={onAdd}>
        Add anything… <Keys keys="Q" />
      </button>
      <div class="side-lists">
        {LISTS.filter(({ isOfAll }) => isOfAll).map((entry) => (
          <Entry key={entry.path} entry={entry} count={entry.path === '/today' ? today : undefined} />
        ))}
        <Lists {...own!} />
        {searches.length > 0 && (
          <>
            <div class="side-cap">
              <h2>Views</h2>
            </div>
            {searches.map((search) => (
              <Search key={search.text} search={search} />
            ))}
          </>
        )}
        <div class="side-cap">
          <h2>Projects</h2>
          {onAddProject && <AddProject onClick={() => onAddProject(null)} />}
        </div>
        <Projects {...own!} />
        {own!.projects.length === 0 && <p class="side-none">None yet</p>}
        {shared.map((entry) => (
          <SharedSpace key={entry.space} entry={entry} onAddProject={onAddProject} />
        ))}
      </div>
      <div class="side-more">
        <Link href={SEARCH.path} class="nav">
          <Icon name="search" />
          <span class="nav-name">Search</span>
          <Keys keys="/" />
        </Link>
        {MORE.map((entry) => (
          <Entry key={entry.path} entry={entry} />
        ))}
      </div>
      <Foot connection={connection} waiting={waiting} userName={userName} userMenu={userMenu} onWaiting={onWaiting} />
    </nav>
  )
}

type FootProps = Pick<SidebarProps, 'connection' | 'waiting' | 'userName' | 'userMenu' | 'onWaiting'>

/** A new version, the connection's state, and the user. */
function Foot({ connection, waiting, userName, userMenu, onWaiting }: FootProps) {
  return (
    <>
      {isUpdateReady.value && (
        <div class="side-update">
          <UpdateButton />
        </div>
      )}
      <div class="side-foot">
        <ConnectionStatus connection={connection} waiting={waiting} onWaiting={onWaiting} />
        {userMenu && userName ? (
          <Menu
            label="Account"
            side="end"
            entries={userMenu}
            trigger={(props, ref) => (
              <button ref={ref} type="button" class="side-user" {...props}>
                <span>{userName}</span>
                <Icon name="up" size={12} />
              </button>
            )}
          />
        ) : (
          <span class="side-user">
            <span>{userName}</span>
          </span>
        )}
      </div>
    </>
  )
}

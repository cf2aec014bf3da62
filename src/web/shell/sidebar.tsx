import { Link, useRoute, useSearch } from 'wouter-preact'
import type { KeptSearch } from '#web/live/use-kept-searches.ts'
import { Keys, TextButton } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { ConnectionStatus, type ConnectionState } from './connection-status.tsx'
import { SharedSpaces } from './shared-spaces.tsx'
import { Entry, Lists, Projects, type SpaceEntry } from './side-lists.tsx'
import { isUpdateReady, takeUpdate } from './update.ts'
import { LISTS, MORE, SEARCH } from '#web/ui/navigation.ts'

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
          {onAddProject && (
            <button type="button" class="side-plus" aria-label="Add a project" onClick={() => onAddProject(null)}>
              <Icon name="plus" size={14} />
            </button>
          )}
        </div>
        <Projects {...own!} />
        {own!.projects.length === 0 && <p class="side-none">None yet</p>}
        <SharedSpaces spaces={shared} onAddProject={onAddProject} />
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

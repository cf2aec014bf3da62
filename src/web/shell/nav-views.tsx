import { Link } from 'wouter-preact'
import { ConnectionStatus } from './connection-status.tsx'
import { MORE, type NavEntry, SEARCH, SPACE_LISTS, UPCOMING } from '#web/ui/navigation.ts'
import { type ProjectEntry, share, type SpaceEntry } from './side-lists.tsx'
import { pathOfSearch, type SidebarProps } from './sidebar.tsx'
import { pathIn } from '#web/live/place.ts'
import { DensityChoice, ThemeChoice } from '#web/ui/look-choices.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { projectColour } from '#web/ui/kinds.ts'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { Ring } from '#web/ui/progress.tsx'
import './nav-views.css'

const Entry = ({ entry, count }: { entry: NavEntry; count?: number }) => (
  <li>
    <Link href={entry.path} class="place">
      <Icon name={entry.icon} size={20} />
      <span class="nav-name">{entry.title}</span>
      {count ? <b>{count.toLocaleString('en')}</b> : null}
      <Icon name="right" size={14} />
    </Link>
  </li>
)

const ProjectPlace = ({ project, space }: { project: ProjectEntry; space: string | null }) => (
  <li>
    <Link href={pathIn(space, `/projects/${project.slug}`)} class="place">
      <Ring part={share(project)} colour={projectColour(project.slug)} size={20} />
      <span class="nav-name" dir="auto">
        {project.title}
      </span>
      {project.open ? <b>{project.open.toLocaleString('en')}</b> : null}
      <Icon name="right" size={14} />
    </Link>
  </li>
)

const ProjectPlaces = ({ space, projects }: SpaceEntry) => (
  <>
    {projects.map((project) => (
      <ProjectPlace key={project.slug} project={project} space={space} />
    ))}
  </>
)

const ListPlaces = ({ space, counts }: SpaceEntry) => (
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

/** A phone's way to all lists. */
export function ListsView({ spaces: [own, ...shared], searches }: Pick<SidebarProps, 'spaces' | 'searches'>) {
  return (
    <>
      <ViewHead title="Lists" />
      <ul class="list places">
        <Entry entry={UPCOMING} />
        <ListPlaces {...own!} />
      </ul>
      {shared.map((entry) => (
        <Section key={entry.space} title={entry.space!}>
          <ul class="list places">
            <ListPlaces {...entry} />
            <ProjectPlaces {...entry} />
            <Entry entry={{ path: pathIn(entry.space, ''), title: 'Members', icon: 'users', key: '' }} />
          </ul>
        </Section>
      ))}
      {searches.length > 0 && (
        <Section title="Views" count={searches.length}>
          <ul class="list places">
            {searches.map(({ text, count }) => (
              <Entry key={text} entry={{ ...SEARCH, path: pathOfSearch(text), title: text }} count={count} />
            ))}
          </ul>
        </Section>
      )}
      <Section title="Projects" count={own!.projects.length}>
        {own!.projects.length > 0 && (
          <ul class="list places">
            <ProjectPlaces {...own!} />
          </ul>
        )}
      </Section>
    </>
  )
}

/** What the sidebar's foot holds on a desktop. */
export function MoreView({
  connection,
  waiting,
  onWaiting,
  userName,
  accountMenu = [],
}: Pick<SidebarProps, 'connection' | 'waiting' | 'onWaiting' | 'userName' | 'accountMenu'>) {
  return (
    <>
      <ViewHead title="More" />
      <ul class="list places">
        {MORE.map((entry) => (
          <Entry key={entry.path} entry={entry} />
        ))}
      </ul>
      <Section title="Account">
        <ul class="list places">
          <li class="place" aria-current="true">
            <Icon name="person" size={20} />
            <span class="nav-name" dir="auto">
              {userName}
            </span>
            <Icon name="tick" size={16} label="In use" />
          </li>
          {accountMenu.map(
            (entry) =>
              entry !== 'line' && (
                <li key={entry.label}>
                  <button type="button" class="place" onClick={entry.run}>
                    <Icon name={entry.icon ?? 'person'} size={20} />
                    <span class="nav-name" dir="auto">
                      {entry.label}
                    </span>
                  </button>
                </li>
              ),
          )}
        </ul>
      </Section>
      <Section title="Look">
        <div class="looks">
          <ThemeChoice />
          <DensityChoice />
        </div>
      </Section>
      <p class="places-foot">
        <ConnectionStatus connection={connection} waiting={waiting} onWaiting={onWaiting} />
      </p>
    </>
  )
}

import { Link } from 'wouter-preact'
import { listUnderPointer } from '#web/dnd/list-drop.ts'
import { pathIn } from '#web/live/place.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Lists, Projects, type SpaceEntry } from './side-lists.tsx'

interface Props {
  spaces: readonly SpaceEntry[]
  onAddProject?: (space: string | null) => void
}

/** The shared spaces in the sidebar. */
export const SharedSpaces = ({ spaces, onAddProject }: Props) => (
  <>
    {spaces.map((entry) => (
      <SharedSpace key={entry.space} entry={entry} onAddProject={onAddProject} />
    ))}
  </>
)

/** A space under its name, which leads to its members. */
function SharedSpace({ entry, onAddProject }: { entry: SpaceEntry } & Pick<Props, 'onAddProject'>) {
  const address = pathIn(entry.space, '')
  return (
    <>
      <div class="side-cap">
        <h2>
          <Link href={address} data-drop={address} data-over={listUnderPointer.value === address || undefined}>
            {entry.space}
          </Link>
        </h2>
        {onAddProject && (
          <button
            type="button"
            class="side-plus"
            aria-label={`Add a project to ${entry.space}`}
            onClick={() => onAddProject(entry.space)}
          >
            <Icon name="plus" size={14} />
          </button>
        )}
      </div>
      <Lists {...entry} />
      <Projects {...entry} />
    </>
  )
}

import { useState } from 'preact/hooks'
import type { Progress, Project, ProjectStatus } from '#domain/projects.ts'
import { Button } from '#web/ui/button.tsx'
import { Segments } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { projectColour } from '#web/ui/kinds.ts'
import { Chip } from '#web/ui/chip.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { Ring } from '#web/ui/progress.tsx'
import { formatDuration } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { RenderedNotes } from '#web/item/rendered-notes.tsx'
import { EditProjectDialog, FeatureDialog, RemoveProjectDialog } from './project-dialogs.tsx'

export type ProjectWithProgress = Project & { progress: Progress; open: number }
export type ProjectLayout = 'list' | 'board'

/** `7 of 18 done, about 3 h left`. */
export function formatProgress({ done, total, estimate_left: left }: Progress): string {
  if (!total) return 'No tasks yet'
  return `${done} of ${total} done${left ? `, about ${formatDuration(left)} left` : ''}`
}

const STATUS_MESSAGES: Record<ProjectStatus, string> = {
  active: 'Taken up again',
  done: 'Finished',
  archived: 'Archived',
}

interface Props {
  project: ProjectWithProgress
  layout: ProjectLayout
  onLayout: (layout: ProjectLayout) => void
}

type ProjectDialog = 'edit' | 'remove' | 'feature'

/** Title, progress and notes of a project, and what can be done to it. */
export function ProjectHead({ project, layout, onLayout }: Props) {
  const context = useAccountContext()
  const [dialog, setDialog] = useState<ProjectDialog | null>(null)
  const close = () => setDialog(null)
  const changeStatus = (status: ProjectStatus) =>
    context.actions.make(
      [{ op: 'projects.update', input: { slug: project.slug, status } }],
      `${STATUS_MESSAGES[status]}: “${project.title}”`,
    )
  const { progress, status } = project
  return (
    <>
      <div class="project-head">
        <Ring
          part={progress.total ? progress.done / progress.total : 0}
          size={38}
          colour={projectColour(project.slug)}
        />
        <ViewHead
          title={project.title}
          count={project.open}
          aside={status !== 'active' && <Chip icon={status === 'done' ? 'tick' : 'archive'}>{status}</Chip>}
          sum={formatProgress(progress)}
        />
        <div class="project-tools">
          <Segments
            label="Shown as"
            value={layout}
            options={[
              { value: 'list', label: 'List', icon: 'list' },
              { value: 'board', label: 'Board', icon: 'board' },
            ]}
            onChange={onLayout}
          />
          <ProjectMenu project={project} onDialog={setDialog} onStatus={changeStatus} />
        </div>
      </div>
      {status !== 'active' && (
        <p class="project-rests">
          Its tasks are in no other view while it is {status}.{' '}
          <Button look="quiet" onClick={() => changeStatus('active')}>
            Take up again
          </Button>
        </p>
      )}
      <ProjectNotes project={project} />
      {dialog === 'edit' && <EditProjectDialog project={project} onClose={close} />}
      {dialog === 'remove' && <RemoveProjectDialog project={project} onClose={close} />}
      {dialog === 'feature' && <FeatureDialog slug={project.slug} onClose={close} />}
    </>
  )
}

interface ProjectMenuProps {
  project: ProjectWithProgress
  onDialog: (dialog: ProjectDialog) => void
  onStatus: (status: ProjectStatus) => void
}

function ProjectMenu({ project: { type, status }, onDialog, onStatus }: ProjectMenuProps) {
  const entries: MenuEntry[] = [{ label: 'Edit title and notes', icon: 'edit', run: () => onDialog('edit') }]
  if (type === 'engineering') entries.push({ label: 'Add a feature', icon: 'plus', run: () => onDialog('feature') })
  entries.push('line')
  if (status === 'active') entries.push({ label: 'Mark as done', icon: 'tick', run: () => onStatus('done') })
  else entries.push({ label: 'Take up again', icon: 'undo', run: () => onStatus('active') })
  if (status !== 'archived') entries.push({ label: 'Archive', icon: 'archive', run: () => onStatus('archived') })
  entries.push('line', { label: 'Remove', icon: 'trash', danger: true, run: () => onDialog('remove') })
  return (
    <Menu
      label="Project"
      side="end"
      trigger={(props, ref) => (
        <button ref={ref} type="button" class="icon-button" aria-label="More about the project" {...props}>
          <Icon name="more" />
        </button>
      )}
      entries={entries}
    />
  )
}

function ProjectNotes({ project: { slug, title, notes } }: Pick<Props, 'project'>) {
  const { actions } = useAccountContext()
  if (!notes) return null
  const save = (text: string) =>
    void actions.make([{ op: 'projects.update', input: { slug, notes: text } }], `Changed “${title}”`)
  return (
    <div class="project-notes">
      <RenderedNotes text={notes} onTick={save} />
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import type { Feature, Project, ProjectType } from '#domain/projects.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Input, Segments, Textarea } from '#web/ui/field.tsx'
import { errorMessage } from '#web/format/error-message.ts'
import { formatCount } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'

interface FormProps {
  title: string
  action: string
  danger?: boolean
  onClose: () => void
  /** Rejects with what is wrong. */
  onSend: () => void | Promise<void>
  children: (problem: string | null) => ComponentChildren
}

const ARRIVAL_TIMEOUT_MS = 4000

function Form({ title, action, danger, onClose, onSend, children }: FormProps) {
  const { connection } = useAccountContext().replica
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function send(event: Event) {
    event.preventDefault()
    setBusy(true)
    setProblem(null)
    try {
      await onSend()
    } catch (error) {
      setProblem(connection.peek() === 'offline' ? 'This needs a network, and there is none now.' : errorMessage(error))
      setBusy(false)
    }
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form class="project-form" onSubmit={(event) => void send(event)}>
        {children(problem)}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="strong" danger={danger} busy={busy} disabled={busy}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

interface TitleInputProps {
  value: string
  onChange: (title: string) => void
  problem?: string | null
  pattern?: string
  hint?: string
}

const TitleInput = ({ onChange, ...rest }: TitleInputProps) => (
  <Input
    label="Title"
    onInput={(event) => onChange(event.currentTarget.value)}
    required
    maxLength={500}
    autofocus
    dir="auto"
    {...rest}
  />
)

/** Adds a project and goes there. */
export function NewProjectDialog({ onClose }: { onClose: () => void }) {
  const context = useAccountContext()
  const [, go] = useLocation()
  const [title, setTitle] = useState('')
  const [type, setType] = useState<ProjectType>('general')
  const [notes, setNotes] = useState('')
  async function add() {
    const { slug } = await context.replica.track.projects.add({ title, type, notes: notes.trim() || null })
    for (
      const until = Date.now() + ARRIVAL_TIMEOUT_MS;
      Date.now() < until && !context.replica.state.peek().projects.has(slug);
    )
      await new Promise((done) => setTimeout(done, 40))
    onClose()
    go(context.pathTo(`/projects/${slug}`))
  }
  return (
    <Form title="New project" action="Add the project" onClose={onClose} onSend={add}>
      {(problem) => (
        <>
          <TitleInput value={title} onChange={setTitle} problem={problem} />
          <div class="field">
            <span class="field-label">Kind of project</span>
            <Segments
              label="Kind of project"
              value={type}
              options={[
                { value: 'general', label: 'General' },
                { value: 'engineering', label: 'Engineering' },
              ]}
              onChange={setType}
            />
            <p class="field-hint">
              {type === 'general'
                ? 'One list of tasks, by priority.'
                : 'Tasks stand in features, each with its own progress.'}
            </p>
          </div>
          <Textarea
            label="Notes"
            value={notes}
            onInput={(event) => setNotes(event.currentTarget.value)}
            hint="Markdown, as everywhere"
          />
        </>
      )}
    </Form>
  )
}

export function EditProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const context = useAccountContext()
  const [title, setTitle] = useState(project.title)
  const [notes, setNotes] = useState(project.notes ?? '')
  function save() {
    const changed = {
      ...(title.trim() !== project.title && { title: title.trim() }),
      ...((notes.trim() || null) !== project.notes && { notes: notes.trim() || null }),
    }
    if (Object.keys(changed).length)
      context.actions.make(
        [{ op: 'projects.update', input: { slug: project.slug, ...changed } }],
        `Changed “${title.trim()}”`,
      )
    onClose()
  }
  return (
    <Form title="Edit the project" action="Save" onClose={onClose} onSend={save}>
      {() => (
        <>
          <TitleInput
            value={title}
            onChange={setTitle}
            pattern=".*\S.*"
            hint={`Its name for the command line stays @${project.slug}`}
          />
          <Textarea
            label="Notes"
            value={notes}
            onInput={(event) => setNotes(event.currentTarget.value)}
            hint="Markdown"
          />
        </>
      )}
    </Form>
  )
}

export function RemoveProjectDialog({
  project,
  onClose,
}: {
  project: Project & { open: number; progress: { total: number } }
  onClose: () => void
}) {
  const context = useAccountContext()
  const [, go] = useLocation()
  const { total } = project.progress
  const stillOpen = project.open ? `, ${project.open} of them still open` : ''
  function remove() {
    onClose()
    go('/today')
    context.actions.make(
      [{ op: 'projects.remove', input: { slug: project.slug, force: true } }],
      `Removed “${project.title}”`,
    )
  }
  return (
    <Form title={`Remove “${project.title}”?`} action="Remove it" danger onClose={onClose} onSend={remove}>
      {() => (
        <p>
          {total ? `Its ${formatCount(total, 'task')} go with it${stillOpen}.` : 'It has no tasks.'} To keep it out of
          sight, archive it instead.
        </p>
      )}
    </Form>
  )
}

/** A new feature, or another title for one. */
export function FeatureDialog({ slug, feature, onClose }: { slug: string; feature?: Feature; onClose: () => void }) {
  const context = useAccountContext()
  const [title, setTitle] = useState(feature?.title ?? '')
  async function send() {
    if (!feature) await context.replica.track.features.add({ slug, title })
    else if (title.trim() !== feature.title)
      context.actions.make(
        [{ op: 'features.update', input: { id: feature.id, title: title.trim() } }],
        `Changed “${title.trim()}”`,
      )
    onClose()
  }
  return (
    <Form
      title={feature ? 'Rename the feature' : 'New feature'}
      action={feature ? 'Save' : 'Add the feature'}
      onClose={onClose}
      onSend={send}
    >
      {(problem) => <TitleInput value={title} onChange={setTitle} problem={problem} pattern=".*\S.*" />}
    </Form>
  )
}

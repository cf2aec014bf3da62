import { useEffect, useRef } from 'preact/hooks'
import { MAX_NOTES_BYTES } from '#domain/field-types.ts'
import { Keys, TextButton } from '#web/ui/button.tsx'
import { fieldDraftKeys, useFieldDraft } from './field-draft.ts'
import { RenderedNotes } from './rendered-notes.tsx'

interface Props {
  notes: string | null
  take: (notes: string | null) => void
  /** Whether the text itself is shown, to be edited. */
  editing: boolean
  onEditing: (editing: boolean) => void
}

function readNotes(text: string) {
  if (new TextEncoder().encode(text).length > MAX_NOTES_BYTES) return { problem: 'Notes are at most 64 KiB long.' }
  return { value: text.trim() ? text.replace(/\r\n?/g, '\n') : null }
}

/** Rendered Markdown; a click, or `e` in the panel, turns it into its text, to be edited. */
export function NotesField(props: Props) {
  const { notes, take, editing, onEditing } = props
  if (editing) return <Editor {...props} />
  if (!notes)
    return (
      <button type="button" class="notes-none" onClick={() => onEditing(true)}>
        Add notes <Keys keys="E" />
      </button>
    )
  const click = (event: MouseEvent) => {
    if (!(event.target as Element).closest('a, input') && getSelection()?.isCollapsed) onEditing(true)
  }
  return (
    <div class="notes-shown">
      <div class="notes-area" onClick={click}>
        <RenderedNotes text={notes} onTick={take} />
      </div>
      <TextButton onClick={() => onEditing(true)}>Edit notes</TextButton>
    </div>
  )
}

function Editor({ notes, take, onEditing }: Props) {
  const draft = useFieldDraft(notes ?? '', readNotes, take)
  const ref = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const area = ref.current!
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
  }, [])
  const leave = () => onEditing(false)
  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return fieldDraftKeys(draft, leave)(event)
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    draft.cancel()
    leave()
  }
  return (
    <div class="notes-edit">
      <textarea
        ref={ref}
        class="input"
        dir="auto"
        rows={6}
        aria-label="Notes"
        placeholder="Markdown: **bold**, lists, - [ ] boxes, links"
        aria-invalid={draft.problem ? true : undefined}
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value)}
        onBlur={() => draft.commit() && leave()}
        onKeyDown={onKeyDown}
      />
      {draft.problem ? (
        <p class="field-problem" role="alert">
          {draft.problem}
        </p>
      ) : (
        <p class="field-hint">
          <Keys keys="Ctrl Enter" /> saves, <Keys keys="Esc" /> gives up
        </p>
      )}
    </div>
  )
}

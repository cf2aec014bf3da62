import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import type { Understood } from '#domain/quick-add.ts'

interface Props {
  field: RefObject<HTMLTextAreaElement>
  text: string
  understood: readonly Understood[]
  isWrong: boolean
  /** The list of choices, and the one that Enter takes. */
  listId?: string
  optionId?: string
  onType: (text: string, caret: number) => void
  onCaret: (caret: number) => void
  onKeyDown: (event: KeyboardEvent) => void
}

/** A line that wraps, with what was understood marked under its letters; these letters make it as high as it is. */
export function QuickLine({ field, text, understood, isWrong, listId, optionId, onType, onCaret, onKeyDown }: Props) {
  const under = useRef<HTMLDivElement>(null)
  const syncScroll = () => {
    if (under.current && field.current) under.current.scrollTop = field.current.scrollTop
  }
  const isNew = useRef(true)
  /** A line that was left is there to be taken up, or typed over. */
  function selectOnce(event: FocusEvent) {
    if (isNew.current) (event.currentTarget as HTMLTextAreaElement).select()
    isNew.current = false
  }
  const noteCaret = () => field.current && onCaret(field.current.selectionEnd)
  return (
    <div class="quick-line">
      <div ref={under} class="quick-under" aria-hidden="true">
        {markUnderstood(text, understood)}
        {'\n'}
      </div>
      <textarea
        ref={field}
        class="quick-input"
        rows={1}
        dir="auto"
        aria-label="Add anything"
        aria-invalid={isWrong || undefined}
        aria-describedby="quick-wrong"
        aria-autocomplete="list"
        aria-controls={listId}
        aria-activedescendant={optionId}
        placeholder="Add anything…"
        value={text}
        maxLength={2000}
        autofocus
        autocomplete="off"
        enterkeyhint="send"
        onInput={({ currentTarget: area }) => onType(area.value.replace(/[\r\n]+/g, ' '), area.selectionEnd)}
        onFocus={selectOnce}
        onKeyUp={noteCaret}
        onClick={noteCaret}
        onScroll={syncScroll}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}

/** The line with what was understood marked, letter for letter under the field. */
function markUnderstood(text: string, understood: readonly Understood[]): ComponentChildren {
  const parts: ComponentChildren[] = []
  let at = 0
  for (const { start, end } of understood) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return [...parts, text.slice(at)]
}

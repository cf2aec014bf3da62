import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { Item } from '#domain/fields.ts'
import { titleWanted } from '#web/live/open-item.ts'
import { Icon } from '#web/ui/icon.tsx'
import { fieldDraftKeys, useFieldDraft } from './field-draft.ts'
import { readTitle } from './field-readers.ts'

export function TitleField({ item, take }: { item: Item; take: (title: string) => void }) {
  const draft = useFieldDraft(item.title, readTitle, take)
  const ref = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const area = ref.current!
    const fit = () => {
      area.style.height = 'auto'
      area.style.height = `${area.scrollHeight + 2}px`
    }
    fit()
    const watch = new ResizeObserver(fit)
    watch.observe(area.parentElement!)
    return () => watch.disconnect()
  }, [draft.text])
  useEffect(() => {
    if (titleWanted.value !== item.id) return
    titleWanted.value = null
    ref.current!.select()
    ref.current!.focus()
  }, [titleWanted.value])
  return (
    <div class="item-heading">
      <textarea
        ref={ref}
        class="input quiet-input item-title-input"
        data-closed={item.status === 'done' || item.status === 'canceled' || undefined}
        rows={1}
        dir="auto"
        aria-label="Title"
        aria-invalid={draft.problem ? true : undefined}
        value={draft.text}
        onInput={(event) => draft.type(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
        onBlur={draft.commit}
        onKeyDown={fieldDraftKeys(draft)}
      />
      {draft.problem && (
        <p class="field-problem" role="alert">
          <Icon name="alert" />
          <span>{draft.problem}</span>
        </p>
      )}
    </div>
  )
}

import { useId, useState } from 'preact/hooks'
import { MAX_TAGS } from '#domain/field-types.ts'
import { Chip } from '#web/ui/chip.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { FieldRow } from './field-row.tsx'
import { knownTags } from './known-tags.ts'
import { readTags } from './field-readers.ts'

interface Props {
  tags: readonly string[]
  take: (tags: string[]) => void
}

export function TagsRow({ tags, take }: Props) {
  const context = useAccountContext()
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const known = useId()

  function add(text = typed) {
    const reading = readTags(text)
    if (reading.problem !== undefined) return setProblem(reading.problem)
    const next = [...new Set([...tags, ...reading.value])]
    if (next.length > MAX_TAGS) return setProblem(`An item has at most ${MAX_TAGS} tags.`)
    setTyped('')
    setProblem(null)
    if (next.length > tags.length) take(next)
  }

  function key(event: KeyboardEvent) {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      add()
    } else if (event.key === 'Escape' && typed) {
      event.preventDefault()
      event.stopPropagation()
      setTyped('')
    } else if (event.key === 'Backspace' && !typed && tags.length) take(tags.slice(0, -1))
  }

  return (
    <FieldRow label="Tags" problem={problem}>
      {(wiring) => (
        <div class="item-tags">
          {tags.map((tag) => (
            <Chip
              key={tag}
              name={`the tag ${tag}`}
              onRemove={() => take(tags.filter((one) => one !== tag))}
            >{`#${tag}`}</Chip>
          ))}
          <input
            class="input quiet-input"
            dir="auto"
            placeholder={tags.length ? 'Add' : 'Add a tag'}
            list={known}
            autocomplete="off"
            autocapitalize="off"
            {...wiring}
            value={typed}
            onInput={({ currentTarget: { value } }) => (value.endsWith(',') ? add(value) : setTyped(value))}
            onBlur={() => add()}
            onKeyDown={key}
          />
          <datalist id={known}>
            {typed &&
              knownTags(context.replica.state.value)
                .filter((tag) => !tags.includes(tag))
                .map((tag) => <option key={tag} value={tag} />)}
          </datalist>
        </div>
      )}
    </FieldRow>
  )
}

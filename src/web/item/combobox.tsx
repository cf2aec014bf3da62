import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import './combobox.css'

export interface ComboboxOption {
  key: string
  label: string
  icon?: IconName
  /** At the end, fainter. */
  aside?: string
  /** In a list where several may hold. */
  checked?: boolean | 'mixed'
  run: () => void
}

interface Props {
  label: string
  placeholder: string
  options: readonly ComboboxOption[]
  /** What else the typed text could be. */
  fresh?: (text: string) => ComboboxOption | null
  /** Told what stands in the line. */
  onType?: (text: string) => void
  /** Ctrl+Enter. */
  onEnd?: () => void
}

function filterOptions(options: readonly ComboboxOption[], typed: string): ComboboxOption[] {
  const startsWithTyped = ({ label }: ComboboxOption) => Number(label.toLowerCase().startsWith(typed))
  return options
    .filter(({ label }) => label.toLowerCase().includes(typed))
    .toSorted((a, b) => startsWithTyped(b) - startsWithTyped(a))
}

/** A line to type in and what fits it below; arrows and Enter choose. */
export function Combobox({ label, placeholder, options, fresh, onType, onEnd }: Props) {
  const id = useId()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const typed = text.trim().toLowerCase()
  const fitting = filterOptions(options, typed)
  const created = typed ? fresh?.(text) : null
  const shown = created ? [...fitting, created] : fitting
  const here = Math.min(at, shown.length - 1)

  function type(next: string) {
    setText(next)
    onType?.(next)
    setAt(0)
  }
  function pick(option: ComboboxOption | undefined) {
    if (!option) return
    type('')
    option.run()
  }
  function handleKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((here + step + shown.length) % shown.length)
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      if ((event.ctrlKey || event.metaKey) && onEnd) onEnd()
      else pick(shown[here])
    }
  }

  return (
    <div class="combobox">
      <input
        class="input"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown[here] ? `${id}-${here}` : undefined}
        autocomplete="off"
        autocapitalize="off"
        dir="auto"
        autofocus
        placeholder={placeholder}
        value={text}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={handleKeyDown}
      />
      <OptionList
        id={id}
        label={label}
        isMultiple={options.some(({ checked }) => checked !== undefined)}
        options={shown}
        here={here}
        onHover={setAt}
        onPick={pick}
      />
      {shown.length === 0 && <p class="combobox-none">Nothing fits.</p>}
    </div>
  )
}

interface OptionListProps {
  id: string
  label: string
  isMultiple: boolean
  options: readonly ComboboxOption[]
  /** The option that Enter picks. */
  here: number
  onHover: (at: number) => void
  onPick: (option: ComboboxOption) => void
}

function OptionList({ id, label, isMultiple, options, here, onHover, onPick }: OptionListProps) {
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => list.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' }), [here])
  return (
    <ul ref={list} id={id} role="listbox" aria-label={label} aria-multiselectable={isMultiple || undefined}>
      {options.map((option, n) => (
        <li
          key={option.key}
          id={`${id}-${n}`}
          role="option"
          aria-selected={option.checked === undefined ? n === here : option.checked === true}
          data-at={n === here || undefined}
          onPointerMove={() => n === here || onHover(n)}
          onClick={() => onPick(option)}
        >
          {option.icon && <Icon name={option.icon} />}
          <span dir="auto">{option.label}</span>
          {option.aside && <small>{option.aside}</small>}
          {option.checked === true && <Icon name="tick" label="on all" />}
          {option.checked === 'mixed' && <small>on some</small>}
        </li>
      ))}
    </ul>
  )
}

import { Icon } from '#web/ui/icon.tsx'
import type { Choice } from './completion.ts'

interface Props {
  id: string
  choices: readonly Choice[]
  /** The one that Enter takes. */
  here: number
  onHover: (at: number) => void
  onChoose: (choice: Choice) => void
}

/** What the line can be completed with. */
export function CompletionList({ id, choices, here, onHover, onChoose }: Props) {
  if (!choices.length) return null
  return (
    <ul id={id} class="quick-choices" role="listbox" aria-label="Completions">
      {choices.map((choice, n) => (
        <li
          key={choice.key}
          id={`${id}-${n}`}
          role="option"
          aria-selected={n === here}
          onPointerDown={(event) => event.preventDefault()} // the caret stays in the line
          onPointerMove={() => n === here || onHover(n)}
          onClick={() => onChoose(choice)}
        >
          <Icon name={choice.icon} />
          <span dir="auto">{choice.label}</span>
          {choice.aside && <small>{choice.aside}</small>}
        </li>
      ))}
    </ul>
  )
}

import type { Item } from '#domain/fields.ts'
import './stage-steps.css'

const STAGES = ['Idea', 'Bought', 'Given'] as const
const NEXT = ['Buy', 'Give', 'Given'] as const

/** How far a gift is: 0 an idea, 1 bought, 2 given. */
export function stageOf(item: Item): 0 | 1 | 2 {
  if (item.status === 'done') return 2
  return item.bought_on ? 1 : 0
}

interface Props {
  item: Item
  onNext: () => void
}

/** Three steps, and a tap to the next one. */
export function StageSteps({ item, onNext }: Props) {
  const stage = stageOf(item)
  const next = STAGES[stage + 1]
  const description = `${STAGES[stage]}${next ? `: mark as ${next.toLowerCase()}` : ''}`
  return (
    <button
      type="button"
      class="stages"
      data-stage={stage}
      aria-label={`${NEXT[stage]}: ${item.title}, ${description}`}
      title={description}
      disabled={!next}
      onClick={onNext}
    >
      <span class="stages-dots" aria-hidden="true">
        {STAGES.map((name, n) => (
          <i key={name} data-on={n <= stage || undefined} />
        ))}
      </span>
      <span class="stages-next" aria-hidden="true">
        {NEXT[stage]}
      </span>
    </button>
  )
}

import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Icon, type IconName } from './icon.tsx'
import './parts.css'

interface ChipProps {
  children: ComponentChildren
  icon?: IconName
  /** A colour of the tokens, `var(--p1)`. */
  tone?: string
  /** With it the chip can be taken away; `name` says what is taken away. */
  onRemove?: () => void
  name?: string
}

export function Chip({ children, icon, tone, onRemove, name }: ChipProps) {
  return (
    <span class={`chip ${tone ? 'toned' : ''}`} style={tone ? { '--tone': tone } : undefined}>
      {icon && <Icon name={icon} />}
      <span dir="auto">{children}</span>
      {onRemove && (
        <button
          type="button"
          class="chip-off"
          aria-label={`Remove ${name ?? (typeof children === 'string' ? children : '')}`}
          onClick={onRemove}
        >
          <Icon name="cross" />
        </button>
      )}
    </span>
  )
}

export function PriorityChip({ priority }: { priority: number }) {
  return (
    <Chip tone={priority === 1 ? 'var(--late)' : priority === 2 ? 'var(--warn)' : undefined}>{`P${priority}`}</Chip>
  )
}

interface SectionProps {
  title: string
  count?: number
  late?: boolean
  /** Can be folded; says whether it starts so. */
  fold?: 'open' | 'folded'
  tools?: ComponentChildren
  children: ComponentChildren
}

const FOLDS = 'track.folds'

function keptFolds(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(FOLDS) ?? '{}') as Record<string, boolean>
  } catch {
    return {}
  }
}

/** Whether a section is folded, as it was left the last time; kept by its title, in every list alike. */
function useFold(title: string, usual: boolean): [folded: boolean, fold: (folded: boolean) => void] {
  const [chosen, choose] = useState(() => keptFolds()[title])
  return [
    chosen ?? usual,
    (folded) => {
      choose(folded)
      try {
        localStorage.setItem(FOLDS, JSON.stringify({ ...keptFolds(), [title]: folded }))
      } catch {
        // storage can be forbidden; the choice then holds until a reload
      }
    },
  ]
}

export function Section({ title, count, late, fold, tools, children }: SectionProps) {
  const [folded, setFolded] = useFold(title, fold === 'folded')
  const id = useId()
  const heading = <h2 id={id}>{title}</h2>
  return (
    <section class="section" aria-labelledby={id}>
      <div class={`section-head ${late ? 'late' : ''}`}>
        {fold ? (
          <button type="button" class="fold" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            <Icon name="down" />
            {heading}
          </button>
        ) : (
          heading
        )}
        {count !== undefined && <em>{count.toLocaleString('en')}</em>}
        {tools && <div class="section-tools">{tools}</div>}
      </div>
      {!folded && children}
    </section>
  )
}

interface ViewHeadProps {
  title: string
  /** Beside the title, fainter. */
  aside?: ComponentChildren
  /** Under the title: how many, how long. */
  sum?: ComponentChildren
  tools?: ComponentChildren
}

export function ViewHead({ title, aside, sum, tools }: ViewHeadProps) {
  return (
    <header class="view-head">
      <div>
        <div class="view-title">
          <h1 tabIndex={-1} dir="auto">
            {title}
          </h1>
          {aside && <span>{aside}</span>}
        </div>
        {sum && <div class="view-sum">{sum}</div>}
      </div>
      {tools}
    </header>
  )
}

interface StateProps {
  title: string
  icon?: IconName
  children?: ComponentChildren
  /** The key to press, a button to try again. */
  act?: ComponentChildren
}

export function Empty({ title, icon = 'tick', children, act }: StateProps) {
  return (
    <div class="state">
      <div class="state-mark">
        <Icon name={icon} />
      </div>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {act && <div class="state-act">{act}</div>}
    </div>
  )
}

export function Failed({ title, icon = 'alert', children, act }: StateProps) {
  return (
    <div class="state wrong" role="alert">
      <div class="state-mark">
        <Icon name={icon} />
      </div>
      <strong>{title}</strong>
      {children && <p>{children}</p>}
      {act && <div class="state-act">{act}</div>}
    </div>
  )
}

const WIDTHS = [52, 68, 40, 60, 46, 72]

/** Rows that are on their way. */
export function Loading({ rows = 6 }: { rows?: number }) {
  return (
    <div class="skeleton section" role="status">
      <span class="unseen">Loading</span>
      <div class="list" aria-hidden="true">
        {Array.from({ length: rows }, (_, n) => (
          <div class="row" key={n} style={{ '--n': n }}>
            <span class="bone round" />
            <span class="bone" style={{ width: `${WIDTHS[n % WIDTHS.length]}%`, height: 12 }} />
          </div>
        ))}
      </div>
    </div>
  )
}

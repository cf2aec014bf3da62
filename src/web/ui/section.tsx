import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import { Icon } from './icon.tsx'
import './section.css'

interface SectionProps {
  title: string
  count?: number
  late?: boolean
  /** Can be folded; says whether it starts so. */
  fold?: 'open' | 'folded'
  tools?: ComponentChildren
  children: ComponentChildren
}

const STORAGE_KEY = 'track.folds'

function loadFolds(): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Record<string, boolean>
  } catch {
    return {}
  }
}

/** Whether a section is folded, as it was left the last time; kept by its title, in every list alike. */
function useFold(title: string, defaultFolded: boolean): [folded: boolean, fold: (folded: boolean) => void] {
  const [chosen, setChosen] = useState(() => loadFolds()[title])
  return [
    chosen ?? defaultFolded,
    (folded) => {
      setChosen(folded)
      try {
        localStorage.setItem(STORAGE_KEY, JSON.stringify({ ...loadFolds(), [title]: folded }))
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

import type { ComponentChildren } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { shownView } from './document-title.ts'
import './view-head.css'

interface ViewHeadProps {
  title: string
  /** How many items are in the view: in the document's title. */
  count?: number
  /** Beside the title, fainter. */
  aside?: ComponentChildren
  /** Under the title: how many, how long. */
  sum?: ComponentChildren
  tools?: ComponentChildren
}

export function ViewHead({ title, count, aside, sum, tools }: ViewHeadProps) {
  useLayoutEffect(() => void (shownView.value = { title, count }), [title, count])
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

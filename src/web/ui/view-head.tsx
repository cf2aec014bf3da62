import type { ComponentChildren } from 'preact'
import './view-head.css'

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

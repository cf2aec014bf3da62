import './progress.css'

interface RingProps {
  /** 0 to 1. */
  part: number
  size?: number
  colour?: string
  /** Without it the ring is decoration. */
  label?: string
}

const within = (part: number) => Math.min(1, Math.max(0, part || 0))

export function Ring({ part, size = 15, colour = 'var(--accent)', label }: RingProps) {
  const aria = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': 'true' } as const)
  const shown = within(part) * 100
  return (
    <svg class="ring" viewBox="0 0 15 15" style={{ '--size': `${size}px` }} {...aria}>
      <circle class="ring-track" cx="7.5" cy="7.5" r="5.6" />
      {shown > 0 && (
        <circle
          cx="7.5"
          cy="7.5"
          r="5.6"
          pathLength="100"
          stroke={colour}
          stroke-dasharray={`${shown} 100`}
          transform="rotate(-90 7.5 7.5)"
        />
      )}
    </svg>
  )
}

interface BarProps {
  part: number
  colour?: string
  late?: boolean
  wide?: boolean
  label?: string
}

export function Bar({ part, colour, late, wide, label }: BarProps) {
  const aria = label
    ? ({
        role: 'progressbar',
        'aria-label': label,
        'aria-valuenow': Math.round(within(part) * 100),
        'aria-valuemin': 0,
        'aria-valuemax': 100,
      } as const)
    : ({ 'aria-hidden': 'true' } as const)
  return (
    <span class={`bar ${wide ? 'wide' : ''} ${late ? 'late' : ''}`} {...aria}>
      <i style={{ width: `${within(part) * 100}%`, '--tone': late ? undefined : colour }} />
    </span>
  )
}

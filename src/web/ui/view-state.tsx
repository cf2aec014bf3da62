import type { ComponentChildren } from 'preact'
import { Keys } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { isPhone } from './screen-width.ts'
import './view-state.css'

interface StateProps {
  title: string
  icon?: IconName
  children?: ComponentChildren
  /** The key to press, a button to try again. */
  act?: ComponentChildren
}

/** Nothing to show, said in one line, with the key to press. */
export const Empty = ({ icon = 'tick', ...rest }: StateProps) => (
  <div class="state">
    <StateText icon={icon} {...rest} />
  </div>
)

/** What could not be shown, and how to try again. */
export const Failed = ({ icon = 'alert', ...rest }: StateProps) => (
  <div class="state wrong" role="alert">
    <StateText icon={icon} {...rest} />
  </div>
)

/** How to add something: the key, or on a phone, where keys are hidden, the button; with an example. */
export const AddHint = ({ line }: { line?: string }) => (
  <>
    {isPhone.value ? (
      <>
        Tap <Icon name="plus" label="Add" />
      </>
    ) : (
      <>
        Press <Keys keys="Q" />
      </>
    )}
    {line ? (
      <>
        {' '}
        and type <kbd class="example">{line}</kbd>
      </>
    ) : (
      ' to add something'
    )}
  </>
)

const StateText = ({ title, icon, children, act }: StateProps & { icon: IconName }) => (
  <>
    <div class="state-mark">
      <Icon name={icon} />
    </div>
    <strong>{title}</strong>
    {children && <p>{children}</p>}
    {act && <div class="state-act">{act}</div>}
  </>
)

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

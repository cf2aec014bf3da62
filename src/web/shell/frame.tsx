import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { IconButton, TextButton } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionStatus } from './connection-status.tsx'
import { Sidebar, type SidebarProps, UpdateButton } from './sidebar.tsx'
import { isUpdateReady } from './update.ts'
import { hasPanel, isPhone } from '#web/ui/screen-width.ts'
import { useRootMark } from '#web/ui/root-mark.ts'
import { useViewEntry } from './view-entry.ts'
import './frame.css'

export interface FrameProps extends SidebarProps {
  /** The open item: beside the list, in the place that is kept free for it, over it, or as a sheet. */
  panel?: { title: string; content: ComponentChildren; tools?: ComponentChildren; onClose: () => void } | null
  /** A wider column: month grid, board. */
  wide?: boolean
  children: ComponentChildren
}

export function Frame(props: FrameProps) {
  const { connection, onAdd, panel, wide, children } = props
  const beside = Boolean(panel) && hasPanel.value
  const main = useRef<HTMLElement>(null)
  useViewEntry(main)
  useRootMark('data-wide', Boolean(wide))

  return (
    <div class="frame" data-wide={wide || undefined} data-beside={beside || undefined}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        Skip to the list
      </a>
      {!isPhone.value && <Sidebar {...props} />}
      <main ref={main} id="main" class="main" tabIndex={-1}>
        {isPhone.value && <PhoneNotices {...props} />}
        {connection === 'turned-away' && <TurnedAway />}
        <div class="column">
          {isPhone.value && <AccountName {...props} />}
          {children}
        </div>
      </main>
      {panel && beside && <Panel {...panel} />}
      {panel && !beside && (
        <Dialog title={panel.title} hideTitle shape="drawer" onClose={panel.onClose}>
          <PanelHead {...panel} />
          {panel.content}
        </Dialog>
      )}
      {isPhone.value && <BottomBar onAdd={onAdd} />}
    </div>
  )
}

/** Whose items a phone shows, which on a desktop the sidebar's foot says. */
const AccountName = ({ userName, userMenu = [] }: SidebarProps) => (
  <Menu
    label="Account"
    side="end"
    entries={userMenu}
    trigger={(trigger, ref) => (
      <button ref={ref} type="button" class="account-name" {...trigger}>
        <span dir="auto">{userName}</span>
        <Icon name="down" size={12} />
      </button>
    )}
  />
)

/** What the sidebar says on a desktop: a new version, and what waits. */
const PhoneNotices = ({ connection, waiting, onWaiting }: SidebarProps) => {
  return (
    <>
      {isUpdateReady.value && (
        <div class="notice">
          <UpdateButton />
        </div>
      )}
      {(connection === 'offline' || waiting > 0) && (
        <div class="notice">
          <ConnectionStatus connection={connection} waiting={waiting} onWaiting={onWaiting} />
        </div>
      )}
    </>
  )
}

const TurnedAway = () => (
  <div class="notice" role="alert">
    A proxy answers instead of Track. Perhaps it wants you to sign in again; what you change here is kept.
    <TextButton onClick={() => location.reload()}>Reload</TextButton>
  </div>
)

type PanelProps = NonNullable<FrameProps['panel']>

const PanelHead = ({ tools, onClose }: PanelProps) => (
  <div class="panel-head">
    {tools}
    <IconButton icon="cross" label="Close" keys="Esc" onClick={onClose} />
  </div>
)

function Panel(panel: PanelProps) {
  return (
    <aside
      class="panel"
      aria-label={panel.title}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && panel.onClose()}
    >
      <PanelHead {...panel} />
      {panel.content}
    </aside>
  )
}

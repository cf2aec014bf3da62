import { useLocation } from 'wouter-preact'
import type { ItemCommandRequest } from '#web/live/item-commands.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { lazyDialog } from './lazy.tsx'
import type { RunCommand, ShortcutCommand } from './shortcuts.ts'

const NewProjectDialog = lazyDialog(() => import('#web/views/project.tsx').then((m) => m.NewProjectDialog))
const PendingDialog = lazyDialog(() => import('#web/pending/pending-dialog.tsx').then((m) => m.PendingDialog))
const ShortcutsDialog = lazyDialog(() => import('#web/settings/shortcuts.tsx').then((m) => m.ShortcutsDialog))
const Palette = lazyDialog(() => import('./palette.tsx').then((m) => m.Palette), 'preload')
const QuickAdd = lazyDialog(() => import('#web/quick/quick-add.tsx').then((m) => m.QuickAdd), 'preload')
const Picker = lazyDialog(() => import('#web/item/picker.tsx').then((m) => m.Picker), 'preload')

/** What lies over the view: a dialog, or what a row asked for. */
export type Shown = Exclude<ShortcutCommand, 'search'> | 'project' | 'pending' | ItemCommandRequest

export interface OverlayProps {
  shown: Shown
  onClose: () => void
  runCommand: RunCommand
}

export function Overlay({ shown, onClose, runCommand }: OverlayProps) {
  const [path] = useLocation()
  const openItem = useOpenItem()
  switch (shown) {
    case 'add':
      return <QuickAdd onClose={onClose} assume={assumptionsAt(path)} />
    case 'palette':
      return <Palette onClose={onClose} openItem={openItem.open} runCommand={runCommand} />
    case 'help':
      return <ShortcutsDialog onClose={onClose} />
    case 'project':
      return <NewProjectDialog onClose={onClose} />
    case 'pending':
      return <PendingDialog onClose={onClose} />
    default:
      return <Picker what={shown.command} items={shown.items} anchor={shown.anchor} onClose={onClose} />
  }
}

/** What a line means that is added while a view is open. */
function assumptionsAt(path: string): { kind?: 'chore' | 'grocery' | 'shopping'; project?: string } {
  if (path.startsWith('/projects/')) return { project: path.slice('/projects/'.length) }
  if (path === '/groceries') return { kind: 'grocery' }
  if (path === '/chores') return { kind: 'chore' }
  return path === '/shopping' ? { kind: 'shopping' } : {}
}

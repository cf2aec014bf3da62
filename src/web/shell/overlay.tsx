import type { Place } from '#web/live/place.ts'
import type { ItemCommandRequest } from '#web/live/item-commands.ts'
import { AccountContextProvider, useAccountContext } from '#web/live/account-context.tsx'
import { useOpenItem } from '#web/live/open-item.ts'
import { SPACE_LISTS } from '#web/ui/navigation.ts'
import { lazyDialog } from './lazy.tsx'
import type { RunCommand, ShortcutCommand } from './shortcuts.ts'
import { usePlace } from './use-place.ts'

const NewProjectDialog = lazyDialog(() => import('#web/views/project.tsx').then((m) => m.NewProjectDialog))
const PendingDialog = lazyDialog(() => import('#web/pending/pending-dialog.tsx').then((m) => m.PendingDialog))
const ShortcutsDialog = lazyDialog(() => import('#web/settings/shortcuts.tsx').then((m) => m.ShortcutsDialog))
const Palette = lazyDialog(() => import('./palette.tsx').then((m) => m.Palette), 'preload')
const QuickAdd = lazyDialog(() => import('#web/quick/quick-add.tsx').then((m) => m.QuickAdd), 'preload')
const Picker = lazyDialog(() => import('#web/item/picker.tsx').then((m) => m.Picker), 'preload')

/** A project that is to be added to a space. */
interface NewProject {
  projectIn: string | null
}

/** What lies over the view: a dialog, or what a row asked for. */
export type Shown = Exclude<ShortcutCommand, 'search'> | 'pending' | ItemCommandRequest | NewProject

export interface OverlayProps {
  shown: Shown
  onClose: () => void
  runCommand: RunCommand
}

export function Overlay({ shown, onClose, runCommand }: OverlayProps) {
  const context = useAccountContext()
  const place = usePlace()
  const openItem = useOpenItem()
  switch (shown) {
    case 'add':
      return <QuickAdd onClose={onClose} assume={assumptionsAt(place.path)} space={spaceAt(place)} />
    case 'palette':
      return <Palette onClose={onClose} openItem={openItem.open} runCommand={runCommand} />
    case 'help':
      return <ShortcutsDialog onClose={onClose} />
    case 'pending':
      return <PendingDialog onClose={onClose} />
    default:
      if ('projectIn' in shown) {
        const space = context.spaces.value.find((one) => one.space === shown.projectIn)
        return (
          <AccountContextProvider value={space ?? context}>
            <NewProjectDialog onClose={onClose} />
          </AccountContextProvider>
        )
      }
      return (
        <AccountContextProvider value={shown.items[0] ? context.of(shown.items[0].id) : context}>
          <Picker what={shown.command} items={shown.items} anchor={shown.anchor} onClose={onClose} />
        </AccountContextProvider>
      )
  }
}

/** The space of the list that is open; undefined in a view of all spaces. */
const spaceAt = ({ space, path }: Place) =>
  space ?? (path.startsWith('/projects/') || SPACE_LISTS.some((list) => list.path === path) ? null : undefined)

/** What a line means that is added while a view is open. */
function assumptionsAt(path: string): { kind?: 'chore' | 'grocery' | 'shopping'; project?: string } {
  if (path.startsWith('/projects/')) return { project: path.slice('/projects/'.length) }
  if (path === '/groceries') return { kind: 'grocery' }
  if (path === '/chores') return { kind: 'chore' }
  return path === '/shopping' ? { kind: 'shopping' } : {}
}

import { LISTS, MORE } from '#web/ui/navigation.ts'
import { Keys } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Switch } from '#web/ui/field.tsx'
import { areSingleKeysOn, turnSingleKeys } from '#web/ui/single-keys.ts'
import './settings.css'

type Group = readonly [title: string, keys: readonly (readonly [description: string, ...keys: string[]])[]]

const GROUPS: readonly Group[] = [
  [
    'Anywhere',
    [
      ['Add', 'q'],
      ['Search', '/'],
      ['Find anything', 'Ctrl K', '⌘ K'],
      ['Undo', 'z'],
      ['Close what is open', 'Esc'],
      ['These keys', '?'],
    ],
  ],
  [
    'In a list',
    [
      ['Next, previous', 'j', 'k'],
      ['Open', 'Enter'],
      ['Done', 'x'],
      ['Edit', 'e'],
      ['Priority', '1', '5'],
      ['Due date', 'd'],
      ['Tags', '#'],
      ['Move', 'm'],
      ['Assign', 'a'],
      ['Remove', 'Del'],
    ],
  ],
  [
    'Several at once',
    [
      ['Select this one', 'v', 'Ctrl click'],
      ['Select up to here', 'Shift click'],
      ['And the next, the previous', 'J', 'K'],
      ['Select all', 'Ctrl A'],
      ['Select none', 'Esc'],
    ],
  ],
  ['Go to', [...LISTS, ...MORE].map(({ title, key }) => [title, `g ${key}`] as const)],
]

const BETWEEN: Record<string, string> = { '1': 'to' }

export function ShortcutTable() {
  return (
    <div class="shortcuts">
      {GROUPS.map(([title, rows]) => (
        <section key={title}>
          <h3>{title}</h3>
          <dl>
            {rows.map(([description, ...keys]) => (
              <div key={description}>
                <dt>{description}</dt>
                <dd>{keys.map((one, n) => [n > 0 && (BETWEEN[keys[0]!] ?? 'or'), <Keys key={one} keys={one} />])}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

/** Single letters, digits and signs can be turned off for those who dictate or press keys by chance. */
export const SingleKeysSwitch = () => (
  <Switch label="Shortcuts of a single key" checked={areSingleKeysOn.value} onChange={turnSingleKeys} />
)

/** Shown by `?`. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" shape="wide" onClose={onClose}>
      <div class="shortcuts-all" tabIndex={0} role="group" aria-label="Keyboard shortcuts">
        <SingleKeysSwitch />
        <ShortcutTable />
      </div>
    </Dialog>
  )
}

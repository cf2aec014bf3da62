import type { ReadFile } from '#formats/read.ts'
import { Button } from '#web/ui/button.tsx'

const MAX_LISTED = 50

interface Props {
  file: ReadFile
  busy: boolean
  onImport: () => void
  onCancel: () => void
}

/** What a file of another tracker would become, before anything is changed. */
export function ImportPreview({ file, busy, onImport, onCancel }: Props) {
  const { format, document, became, findings } = file
  const { length } = document.items
  return (
    <div class="import-preview" role="group" aria-label="What would be imported">
      <table>
        <caption>From {format}</caption>
        <tbody>
          {became.map(({ from, to, count }) => (
            <tr key={`${from} ${to}`}>
              <td>{count}</td>
              <td>{from}</td>
              <td>{to ?? 'left out'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.length > 0 && (
        <details>
          <summary>
            {findings.length === 1 ? 'One thing is not understood' : `${findings.length} things are not understood`}
          </summary>
          <ul>
            {findings.slice(0, MAX_LISTED).map(({ place, text, problem }, i) => (
              <li key={i}>
                {place}: {text}: {problem}
              </li>
            ))}
            {findings.length > MAX_LISTED && <li>… and {findings.length - MAX_LISTED} more</li>}
          </ul>
        </details>
      )}
      <div class="setting-tools">
        <Button onClick={onCancel}>Cancel</Button>
        <Button busy={busy} disabled={length === 0} onClick={onImport}>
          {length === 1 ? 'Import one item' : `Import ${length} items`}
        </Button>
      </div>
    </div>
  )
}

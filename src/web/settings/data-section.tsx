import { useRef, useState } from 'preact/hooks'
import { documentIn, importedWords } from '#contract/imports.ts'
import type { Imported } from '#contract/types.ts'
import { Button } from '#web/ui/button.tsx'
import { Section } from '#web/ui/parts.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'

/** Everything that the user has, as a file to keep or to bring back. */
export function DataSection() {
  const { replica } = useAccountContext()
  const exporting = useBusy()
  const importing = useBusy()
  const file = useRef<HTMLInputElement>(null)
  const [summary, setSummary] = useState<string | null>(null)
  const isConnected = replica.connection.value === 'live'

  async function saveExport() {
    const text = JSON.stringify(await replica.track.data.export(), null, 2)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `track-${replica.today.value}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000) // the browser reads it after the click
  }

  async function importFile(chosen: File) {
    setSummary(null)
    const imported = await replica.track.data.import(documentIn(await chosen.text(), chosen.name))
    const words = importedWords(imported)
    setSummary(`${words[0]!.toUpperCase()}${words.slice(1)}.`)
    offerUndo(imported)
  }

  function offerUndo({ revision }: Imported) {
    if (revision === null) return
    const undo = () => replica.track.changes.undo({ revision }).then(() => setSummary(null), showError)
    toast({ text: 'Imported', action: { label: 'Undo', run: () => void undo() } })
  }

  return (
    <Section title="Your data">
      <div class="card">
        <div class="setting">
          <div class="setting-text">
            <p class="setting-name">Export</p>
            <p class="setting-description">
              Everything in one file: items, done ones too, with their order, projects and features. It holds no key.
            </p>
            {exporting.problem && (
              <p class="wrong-line" role="alert">
                {exporting.problem}
              </p>
            )}
          </div>
          <div class="setting-tools">
            <Button
              icon="download"
              busy={exporting.busy}
              disabled={!isConnected}
              onClick={() => exporting.run(saveExport)}
            >
              Export
            </Button>
          </div>
        </div>
        <div class="setting">
          <div class="setting-text">
            <p class="setting-name">Import</p>
            <p class="setting-description">
              Adds what such a file holds and is not here yet. What is here stays as it is.
            </p>
            {importing.problem && (
              <p class="wrong-line" role="alert">
                {importing.problem}
              </p>
            )}
            <p class="setting-description" role="status">
              {summary}
            </p>
          </div>
          <div class="setting-tools">
            <input
              ref={file}
              type="file"
              accept=".json,application/json"
              aria-label="File to import"
              hidden
              onChange={(event) => {
                const [chosen] = event.currentTarget.files ?? []
                event.currentTarget.value = '' // so that the same file can be chosen again
                if (chosen) importing.run(() => importFile(chosen))
              }}
            />
            <Button icon="upload" busy={importing.busy} disabled={!isConnected} onClick={() => file.current?.click()}>
              Choose a file…
            </Button>
          </div>
        </div>
      </div>
    </Section>
  )
}

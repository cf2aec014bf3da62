import { useRef, useState } from 'preact/hooks'
import { describeImport } from '#contract/imports.ts'
import type { Import, Imported } from '#contract/types.ts'
import type { ReadFile } from '#formats/read.ts'
import { Button } from '#web/ui/button.tsx'
import { ImportPreview } from './import-preview.tsx'
import { Section } from '#web/ui/section.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'

/** A browser reads the file some time after the click. */
const DOWNLOAD_STARTS_WITHIN_MS = 60_000

/** Everything that the user has, as a file to keep or to bring back. */
export function DataSection() {
  return (
    <Section title="Your data">
      <div class="card">
        <ExportSetting />
        <ImportSetting />
      </div>
    </Section>
  )
}

function ExportSetting() {
  const { replica } = useAccountContext()
  const { busy, problem, run } = useBusy()

  async function saveExport() {
    const text = JSON.stringify(await replica.track.data.export(), null, 2)
    const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = address
    link.download = `track-${replica.today.value}.json`
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), DOWNLOAD_STARTS_WITHIN_MS)
  }

  return (
    <div class="setting">
      <div class="setting-text">
        <p class="setting-name">Export</p>
        <p class="setting-description">
          Everything in one file: items, done ones too, with their order, projects and features. It holds no key.
        </p>
        {problem && (
          <p class="wrong-line" role="alert">
            {problem}
          </p>
        )}
      </div>
      <div class="setting-tools">
        <Button
          icon="download"
          busy={busy}
          disabled={replica.connection.value !== 'live'}
          onClick={() => run(saveExport)}
        >
          Export
        </Button>
      </div>
    </div>
  )
}

function ImportSetting() {
  const { replica } = useAccountContext()
  const { busy, problem, run } = useBusy()
  const [summary, setSummary] = useState<string | null>(null)

  const [preview, setPreview] = useState<ReadFile | null>(null)

  async function readChosen(chosen: File) {
    setSummary(null)
    setPreview(null)
    const bytes = new Uint8Array(await chosen.arrayBuffer())
    const { readFile } = await import('#formats/read.ts') // few ever need it
    const found = await readFile({ name: chosen.name, bytes }, replica.track, new Date())
    if (found.format === 'track') await importDocument(found.document)
    else setPreview(found)
  }

  async function importDocument(document: Import) {
    const imported = await replica.track.data.import(document)
    setPreview(null)
    setSummary(`${capitalise(describeImport(imported))}.`)
    offerUndo(imported)
  }

  function offerUndo({ revision }: Imported) {
    if (revision === null) return
    const undo = () => replica.track.changes.undo({ revision }).then(() => setSummary(null), showError)
    toast({ text: 'Imported', action: { label: 'Undo', run: () => void undo() } })
  }

  return (
    <div class="setting">
      <div class="setting-text">
        <p class="setting-name">Import</p>
        <p class="setting-description">
          Adds what such a file holds and is not here yet; what is here stays as it is. Or a file of Taskwarrior,
          Todoist, TickTick, Vikunja, Google Tasks, todo.txt, iCalendar tasks, or any table as CSV.
        </p>
        {problem && (
          <p class="wrong-line" role="alert">
            {problem}
          </p>
        )}
        <p class="setting-description" role="status">
          {summary}
        </p>
        {preview && (
          <ImportPreview
            file={preview}
            busy={busy}
            onImport={() => run(() => importDocument(preview.document))}
            onCancel={() => setPreview(null)}
          />
        )}
      </div>
      <div class="setting-tools">
        <FileButton
          busy={busy}
          disabled={replica.connection.value !== 'live'}
          onChoose={(chosen) => run(() => readChosen(chosen))}
        />
      </div>
    </div>
  )
}

interface FileButtonProps {
  busy: boolean
  disabled: boolean
  onChoose: (file: File) => void
}

function FileButton({ busy, disabled, onChoose }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,.csv,.txt,.ics,.zip,application/json,text/csv,text/plain,text/calendar,application/zip"
        aria-label="File to import"
        hidden
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? []
          event.currentTarget.value = '' // so that the same file can be chosen again
          if (chosen) onChoose(chosen)
        }}
      />
      <Button icon="upload" busy={busy} disabled={disabled} onClick={() => input.current?.click()}>
        Choose a file…
      </Button>
    </>
  )
}

import { useEffect, useState } from 'preact/hooks'
import { Button } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.tsx'

const SHOWN_MS = 2000

export function CopyButton({ text, label = 'Copy', name }: { text: string; label?: string; name: string }) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [copied])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // without https a page may not write to the clipboard
      toast({ text: 'The browser did not let this be copied. Select the text and copy it.', isError: true })
    }
  }

  return (
    <>
      <Button icon={copied ? 'tick' : 'copy'} aria-label={`${label} ${name}`} onClick={() => void copy()}>
        {copied ? 'Copied' : label}
      </Button>
      <span class="unseen" role="status">
        {copied && 'Copied'}
      </span>
    </>
  )
}

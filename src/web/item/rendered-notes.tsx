import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { type Markdown, markdown } from './markdown.ts'
import './rendered-notes.css'

interface Props {
  text: string
  /** The text with a box ticked or no longer ticked. */
  onTick: (text: string) => void
}

const boxesIn = (notes: Element) => [...notes.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]

/** Notes as they are meant, with boxes to tick; as they are written until what renders them is here. */
export function RenderedNotes({ text, onTick }: Props) {
  const [reader, setReader] = useState<Markdown | null>(null)
  const notes = useRef<HTMLDivElement>(null)
  const ticked = useRef<number | null>(null)
  useEffect(() => {
    let current = true
    markdown().then(
      (loaded) => current && setReader(loaded),
      () => {},
    )
    return () => {
      current = false
    }
  }, [])
  const html = useMemo(() => reader?.render(text), [reader, text])
  useLayoutEffect(() => {
    if (ticked.current !== null) boxesIn(notes.current!)[ticked.current]?.focus()
    ticked.current = null
  }, [text])

  function change({ target }: Event) {
    const nth = boxesIn(notes.current!).indexOf(target as HTMLInputElement)
    if (!reader || nth < 0) return
    ticked.current = nth
    onTick(reader.ticked(text, nth))
  }

  if (html === undefined)
    return (
      <div class="notes" dir="auto">
        <p class="notes-plain">{text}</p>
      </div>
    )
  return <div ref={notes} class="notes" dir="auto" onChange={change} dangerouslySetInnerHTML={{ __html: html }} />
}

import { Controls, Marks, Overlays, States } from './parts.tsx'
import { RowSamples } from './rows.tsx'
import './gallery.css'

/** Every part in every state, light and dark side by side. */
export function Gallery() {
  return (
    <main class="gallery">
      <h1 class="unseen">The parts</h1>
      {(['light', 'dark'] as const).map((theme) => (
        <section key={theme} data-theme={theme} aria-label={theme}>
          <RowSamples theme={theme} />
          <Controls />
          <Overlays />
          <States />
          <Marks />
        </section>
      ))}
    </main>
  )
}

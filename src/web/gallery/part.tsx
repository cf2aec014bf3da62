import type { ComponentChildren } from 'preact'

export function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <h2 class="part">{name}</h2>
      {children}
    </div>
  )
}
